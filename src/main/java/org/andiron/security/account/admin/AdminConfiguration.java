package org.andiron.security.account.admin;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.throttle.SignInThrottle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the administration of accounts together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class AdminConfiguration {

  /** Spring MVC takes the names for the paths. */
  @Bean({UsersEndpoint.PATH, UsersEndpoint.PATH + "/**"})
  UsersEndpoint usersEndpoint(
      Accounts accounts,
      SecondFactors factors,
      Passkeys passkeys,
      SignInThrottle throttle,
      ApplicationEventPublisher events) {
    return new UsersEndpoint(new UserAdministration(accounts, factors, passkeys, throttle, events));
  }
}
