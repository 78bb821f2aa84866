package org.andiron.security.account.scim;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.account.Accounts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts SCIM together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class ScimConfiguration {

  /** Spring MVC takes the name for the path. */
  @Bean("/scim/v2/**")
  ScimEndpoint scimEndpoint(
      Accounts accounts,
      JdbcOperations jdbc,
      PlatformTransactionManager transactions,
      PublicAddress address) {
    return new ScimEndpoint(
        new ScimServer(accounts, jdbc, new TransactionTemplate(transactions)), address::issuer);
  }
}
