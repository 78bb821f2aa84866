package org.andiron.security;

import org.andiron.server.OwnBaseUrls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mode {@code smart}: what all parts of it share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class SmartModeConfiguration {

  @Bean
  PublicAddress publicAddress(OwnBaseUrls ownBaseUrls) {
    return new PublicAddress(ownBaseUrls);
  }
}
