package org.andiron.consent;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.ArrayList;
import java.util.List;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.consent.policy.ConsentPolicyFiles;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the policies of consent at start. */
@Configuration(proxyBeanMethods = false)
class ConsentConfiguration {

  @Bean
  ConsentPolicies consentPolicies(
      ConfigurationFolder folder, FhirContext fhirContext, ConsentProperties properties) {
    List<ConfigurationFile> files = new ArrayList<>(folder.files("consent-policies"));
    files.addAll(folder.files("consent-policies/legal"));
    return new ConsentPolicyFiles(fhirContext, properties.timeZone()).read(files);
  }

  @Bean
  IdentifiedResources identifiedResources(DaoRegistry daos) {
    return new IdentifiedResources(daos);
  }
}
