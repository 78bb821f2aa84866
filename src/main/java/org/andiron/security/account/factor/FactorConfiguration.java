package org.andiron.security.account.factor;

import java.time.Clock;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.SecurityProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts second factors together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class FactorConfiguration {

  @Bean
  SecondFactors secondFactors(
      JdbcOperations jdbc, SecurityProperties security, ApplicationEventPublisher events) {
    return new SecondFactors(
        jdbc, KeyFileBox.in(security.keyDirectory()), events, Clock.systemUTC());
  }
}
