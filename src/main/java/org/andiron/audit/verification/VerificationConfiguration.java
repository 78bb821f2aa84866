package org.andiron.audit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.anchor.AnchorProperties;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.SealingRefusedException;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.SeparatePool;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Verification of the log of this server. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnchorProperties.class)
class VerificationConfiguration {

  private static final int CONNECTIONS = 2;
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

  @Bean(destroyMethod = "close")
  AuditVerification auditVerification(
      Database database, SigningKeyFile keyFile, AnchorProperties anchors) {
    HikariDataSource pool =
        SeparatePool.open(database, "andiron-audit-verify", CONNECTIONS, LONGEST_ANSWER);
    pool.setMinimumIdle(0);
    return new AuditVerification(
        pool,
        heads ->
            new LogVerification(
                keys(keyFile),
                withKept(heads, anchors.file()),
                stampCheck(anchors.timeStampCertificates()),
                List.of()));
  }

  private static List<SignedTreeHead> withKept(List<SignedTreeHead> heads, @Nullable Path file) {
    if (file == null) {
      return heads;
    }
    List<SignedTreeHead> all = new ArrayList<>(heads);
    all.addAll(LogVerification.anchorsIn(file));
    return all;
  }

  private static @Nullable TimeStampCheck stampCheck(@Nullable Path certificates) {
    try {
      return certificates == null ? null : TimeStampCheck.trusting(certificates);
    } catch (IOException e) {
      throw new UnreadableLogException(
          "the certificates of the time stamp service cannot be read: " + e.getMessage(), e);
    }
  }

  private static VerificationKeys keys(SigningKeyFile keyFile) {
    try {
      return keyFile.publicKeys();
    } catch (SealingRefusedException e) {
      throw new UnreadableLogException(String.valueOf(e.getMessage()), e);
    }
  }
}
