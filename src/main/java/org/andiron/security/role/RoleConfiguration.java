package org.andiron.security.role;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.RolePurposes;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Reads the policies of the roles at start. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class RoleConfiguration {

  private static final Set<String> CARERS = Set.of("physician", "nurse");

  static final String BROUGHT_ALONG = "classpath:/roles/*.json";

  @Bean
  RolePolicies rolePolicies(ConfigurationFolder folder, RoleProperties properties)
      throws IOException {
    RolePolicies policies = read(folder);
    return properties.careTeam() ? policies.withinCareTeams(CARERS) : policies;
  }

  @Bean
  RolePurposes rolePurposes(RolePolicies policies) {
    return policies.purposes();
  }

  /** A policy of the operator takes the place of the one that is brought along for its role. */
  static RolePolicies read(ConfigurationFolder folder) throws IOException {
    Map<String, RolePolicy> policies = new TreeMap<>();
    for (Resource standard :
        new PathMatchingResourcePatternResolver().getResources(BROUGHT_ALONG)) {
      RolePolicy policy =
          new RolePolicyReader("roles/" + standard.getFilename())
              .read(standard.getContentAsByteArray());
      policies.put(policy.name(), policy);
    }
    for (ConfigurationFile file : folder.files("roles")) {
      RolePolicy policy = new RolePolicyReader(file.path()).read(file.read());
      policies.put(policy.name(), policy);
    }
    return new RolePolicies(policies.values());
  }
}
