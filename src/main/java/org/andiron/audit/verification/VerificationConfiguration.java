package org.andiron.audit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.SealingRefusedException;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.SeparatePool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Verification of the log of this server. */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

  private static final int CONNECTIONS = 2;
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

  @Bean(destroyMethod = "close")
  AuditVerification auditVerification(Database database, SigningKeyFile keyFile) {
    HikariDataSource pool =
        SeparatePool.open(database, "andiron-audit-verify", CONNECTIONS, LONGEST_ANSWER);
    pool.setMinimumIdle(0);
    return new AuditVerification(pool, () -> keys(keyFile));
  }

  private static VerificationKeys keys(SigningKeyFile keyFile) {
    try {
      return keyFile.publicKeys();
    } catch (SealingRefusedException e) {
      throw new UnreadableLogException(String.valueOf(e.getMessage()), e);
    }
  }
}
