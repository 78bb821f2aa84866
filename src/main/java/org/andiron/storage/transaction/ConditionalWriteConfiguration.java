package org.andiron.storage.transaction;

import jakarta.persistence.EntityManager;
import java.util.Map;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.andiron.storage.search.CriteriaLookup;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts our opening and running of transactions, and matching of criteria, in the place of HAPI's.
 */
@Configuration(proxyBeanMethods = false)
class ConditionalWriteConfiguration {

  @Bean
  static HapiBeanReplacements conditionalWriteReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "hapiTransactionService", StorageTransactionService.class,
            "matchResourceUrlService", OrderedMatches.class,
            "transactionProcessor", AllOrNothingTransactionProcessor.class));
  }

  @Bean
  ConditionalWriteLocks conditionalWriteLocks(EntityManager entityManager) {
    return new ConditionalWriteLocks(entityManager);
  }

  @Bean
  HiddenMatches hiddenMatches(
      ObjectProvider<CriteriaLookup> lookup, ObjectProvider<RestrictedAccess> access) {
    return new HiddenMatches(lookup, access);
  }

  @Bean
  HiddenDeletions hiddenDeletions(ObjectProvider<RestrictedAccess> access) {
    return new HiddenDeletions(access);
  }
}
