package org.andiron.storage.transaction;

import java.util.Map;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our handling of failed entries in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class TransactionConfiguration {

  @Bean
  static HapiBeanReplacements hapiTransactionReplacements() {
    return new HapiBeanReplacements(
        Map.of("transactionProcessorVersionFacade", EntryRefusals.class));
  }
}
