package org.andiron.security;

import java.util.List;
import org.andiron.server.JobRights;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Mode {@code open}: nobody is asked who they are. */
@Configuration(proxyBeanMethods = false)
@Conditional(OpenModeCondition.class)
class OpenModeConfiguration {

  /** A chain without filters: no session, no header, no cost. */
  @Bean
  SecurityFilterChain openChain() {
    return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of());
  }

  @Bean
  JobRights openJobRights() {
    return new OpenJobRights();
  }
}
