package org.andiron.security;

import org.andiron.security.SecurityProperties.Mode;
import org.andiron.server.Administrators;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says who the administrators are: in mode {@code open}, every caller. */
@Configuration(proxyBeanMethods = false)
class AdministratorsConfiguration {

  @Bean
  Administrators administrators(SecurityProperties security) {
    boolean everybody = security.mode() == Mode.OPEN;
    return request -> everybody;
  }
}
