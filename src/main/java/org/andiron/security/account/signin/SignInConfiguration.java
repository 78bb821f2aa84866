package org.andiron.security.account.signin;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.throttle.SignInThrottle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts signing in together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class SignInConfiguration {

  @Bean
  SignIn signIn(
      Accounts accounts,
      PasswordHasher hasher,
      SecondFactors factors,
      SignInThrottle throttle,
      ApplicationEventPublisher events) {
    return new SignIn(accounts, hasher, factors, throttle, events);
  }

  @Bean
  AccountAuthenticationProvider accountAuthenticationProvider(SignIn signIn) {
    return new AccountAuthenticationProvider(signIn);
  }
}
