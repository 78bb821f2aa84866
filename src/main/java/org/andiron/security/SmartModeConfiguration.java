package org.andiron.security;

import java.time.Clock;
import org.andiron.server.FilterChainOrder;
import org.andiron.server.OwnBaseUrls;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mode {@code smart}: what all parts of it share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class SmartModeConfiguration {

  /** The time by which tokens, codes and copies of keys expire. */
  @Bean
  Clock securityClock() {
    return Clock.systemUTC();
  }

  @Bean
  PublicAddress publicAddress(OwnBaseUrls ownBaseUrls) {
    return new PublicAddress(ownBaseUrls);
  }

  /** Before any chain of filters, as each takes tokens, passwords or cookies. */
  @Bean
  FilterRegistrationBean<PlainHttpFilter> plainHttpFilter(PublicAddress address) {
    FilterRegistrationBean<PlainHttpFilter> registration =
        new FilterRegistrationBean<>(new PlainHttpFilter(address::issuer));
    registration.setOrder(FilterChainOrder.SECURITY - 20);
    return registration;
  }
}
