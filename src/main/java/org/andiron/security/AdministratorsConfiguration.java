package org.andiron.security;

import org.andiron.security.SecurityProperties.Mode;
import org.andiron.server.Administrators;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Says who the administrators are: in mode {@code open}, every caller; else, as the token tells.
 */
@Configuration(proxyBeanMethods = false)
class AdministratorsConfiguration {

  @Bean
  Administrators administrators(SecurityProperties security) {
    if (security.mode() == Mode.OPEN) {
      return request -> true;
    }
    return request -> CallerOfRequest.of(request).map(Caller::administrator).orElse(false);
  }
}
