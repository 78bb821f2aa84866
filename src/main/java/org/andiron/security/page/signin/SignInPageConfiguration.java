package org.andiron.security.page.signin;

import org.andiron.security.authserver.code.SignInTime;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the pages of sign-in together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class SignInPageConfiguration {

  @Bean
  SignedInSession signedInSession(SignInTime time) {
    return new SignedInSession(time);
  }
}
