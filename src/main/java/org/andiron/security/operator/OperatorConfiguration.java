package org.andiron.security.operator;

import java.nio.file.Path;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.SecurityProperties;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.DatabaseProperties;
import org.andiron.storage.postgres.EmbeddedPostgresProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the operator's key at the first start, where the commands of the jar look for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class OperatorConfiguration {

  /**
   * @param database so that the data directory is there, with its owner
   */
  @Bean
  OperatorKey operatorKey(
      Database database,
      DatabaseProperties external,
      EmbeddedPostgresProperties embedded,
      SecurityProperties security,
      ApplicationEventPublisher events) {
    Path folder = external.isExternal() ? security.keyDirectory() : embedded.directory();
    return OperatorKey.in(folder, events);
  }
}
