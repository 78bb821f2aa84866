package org.andiron.security.page.signin;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.authserver.code.SignInTime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the pages of sign-in together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class SignInPageConfiguration {

  @Bean
  SignedInSession signedInSession(SignInTime time) {
    return new SignedInSession(time);
  }
}
