package org.andiron.audit.sealer;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.ledger.VerificationKey;
import org.andiron.security.SecurityProperties;
import org.andiron.storage.migration.DatabaseMigration;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.SeparatePool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sealer of this node, and where its key is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SealingProperties.class)
class SealerConfiguration {

  /** A restored log is looked through as a whole once. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

  @Bean(destroyMethod = "close")
  SealerConnections sealerConnections(Database database) {
    return new SealerConnections(connections(database));
  }

  private static HikariDataSource connections(Database database) {
    HikariDataSource pool = SeparatePool.open(database, "andiron-audit-sealer", 2, LONGEST_ANSWER);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    return pool;
  }

  @Bean
  SigningKeyFile auditSigningKeyFile(SealingProperties settings, SecurityProperties security) {
    Path file = settings.signingKey();
    return new SigningKeyFile(
        file == null ? security.keyDirectory().resolve(SigningKeyFile.NAME) : file);
  }

  @Bean
  Sealer auditSealer(
      SealerConnections connections,
      SigningKeyFile keyFile,
      DatabaseMigration migration,
      SealingProperties settings,
      ObjectProvider<AuditTrail> trail) {
    migration.requireDone();
    return new Sealer(
        connections.pool(),
        keyFile,
        key -> record(key, trail.getObject()),
        Clock.systemUTC(),
        settings.sealInterval());
  }

  private static void record(VerificationKey key, AuditTrail trail) {
    trail.record(
        trail
            .event(EventKind.KEY_ROTATION)
            .data(DataObject.named("key of the audit log: " + key.id()))
            .build());
  }

  @Bean
  HealthIndicator auditSealerHealthIndicator(Sealer sealer) {
    return new SealerHealthIndicator(sealer::state, sealer::waiting);
  }

  @Bean
  MeterBinder auditUnsealed(Sealer sealer) {
    return registry ->
        TimeGauge.builder(
                "andiron.audit.unsealed",
                sealer,
                TimeUnit.MILLISECONDS,
                it -> it.waiting().toMillis())
            .register(registry);
  }
}
