package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told of which verification; each ends as one of a log that cannot be read. */
@Timeout(60)
class AuditVerificationTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final SignedTreeHead ANCHOR =
      SigningKey.generate()
          .sign(new TreeHead(UUID.randomUUID(), 7, Hash.EMPTY_TREE, Instant.ofEpochMilli(1)));

  private final List<List<SignedTreeHead>> begun = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore mayEnd = new Semaphore(0);
  private final AuditVerification verification =
      new AuditVerification(
          new HikariDataSource(),
          anchors -> {
            begun.add(anchors);
            mayEnd.acquireUninterruptibly();
            throw new UnreadableLogException("end of " + begun.size(), null);
          });

  @AfterEach
  void close() {
    mayEnd.release(100);
    verification.close();
  }

  private void isToldTheEndOf(int run, List<SignedTreeHead> anchors) {
    assertThatThrownBy(() -> verification.verify(anchors, LONG))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessage("end of " + run);
  }

  @Test
  void whoAsksAgainJoinsItOrIsToldOnceHowItEnded() throws Exception {
    assertThat(verification.verify(List.of(), SHORT)).isEmpty();
    assertThat(verification.verify(List.of(), SHORT)).isEmpty();
    mayEnd.release();
    // It ends while nobody waits.
    await().pollDelay(Duration.ofMillis(200)).until(() -> mayEnd.availablePermits() == 0);
    isToldTheEndOf(1, List.of());
    assertThat(begun).hasSize(1);
    mayEnd.release();
    isToldTheEndOf(2, List.of());
  }

  @Test
  void whatRunsWithoutAnAnchorIsNotJoinedWithOne() throws Exception {
    assertThat(verification.verify(List.of(), SHORT)).isEmpty();
    assertThat(verification.verify(List.of(ANCHOR), SHORT)).isEmpty();
    assertThat(verification.verify(List.of(ANCHOR), SHORT)).isEmpty();
    await().until(() -> begun.size() == 1);
    mayEnd.release(2);
    isToldTheEndOf(2, List.of(ANCHOR));
    assertThat(begun).containsExactly(List.of(), List.of(ANCHOR));
  }

  @Test
  void whatRunsWithAnAnchorIsJoinedWithoutOne() throws Exception {
    assertThat(verification.verify(List.of(ANCHOR), SHORT)).isEmpty();
    mayEnd.release();
    isToldTheEndOf(1, List.of());
    assertThat(begun).containsExactly(List.of(ANCHOR));
  }
}
