package org.andiron.security.account.factor;

import java.time.Clock;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.SecurityProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts second factors together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class FactorConfiguration {

  @Bean
  SecondFactors secondFactors(
      JdbcOperations jdbc, SecurityProperties security, ApplicationEventPublisher events) {
    return new SecondFactors(
        jdbc, KeyFileBox.in(security.keyDirectory()), events, Clock.systemUTC());
  }
}
