package org.andiron.security.authserver.key;

import java.time.Clock;
import javax.sql.DataSource;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.SecurityProperties;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the first key at the first start, so that a wrong key file stops the start. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class KeyConfiguration {

  @Bean
  SigningKeys signingKeys(
      SecurityProperties security,
      DatabaseMigration migration,
      JdbcOperations jdbc,
      DataSource dataSource,
      ApplicationEventPublisher events,
      Clock clock) {
    migration.requireDone();
    SigningKeyTable table =
        new SigningKeyTable(
            jdbc,
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            KeyFile.open(security.keyDirectory()),
            events);
    SigningKeys keys = new SigningKeys(table, clock);
    keys.current();
    return keys;
  }
}
