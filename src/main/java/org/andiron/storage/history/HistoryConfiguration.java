package org.andiron.storage.history;

import java.util.Map;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our histories in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

  @Bean
  static HapiBeanReplacements hapiHistoryReplacements() {
    return new HapiBeanReplacements(
        Map.of("persistedJpaBundleProviderFactory", HistoryProviderFactory.class));
  }
}
