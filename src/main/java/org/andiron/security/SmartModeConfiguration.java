package org.andiron.security;

import org.andiron.server.OwnBaseUrls;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mode {@code smart}: what all parts of it share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class SmartModeConfiguration {

  @Bean
  PublicAddress publicAddress(OwnBaseUrls ownBaseUrls) {
    return new PublicAddress(ownBaseUrls);
  }
}
