package org.andiron.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseProbeTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void answeringDatabaseIsReachableOverOneConnection() throws SQLException {
    Connection connection = mock(Connection.class);
    when(connection.isValid(anyInt())).thenReturn(true);
    AtomicInteger opened = new AtomicInteger();
    try (DatabaseProbe probe = new DatabaseProbe(() -> open(opened, connection), LONG)) {
      assertThat(probe.isReachable()).isTrue();
      assertThat(probe.isReachable()).isTrue();
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void lostConnectionIsReplaced() throws SQLException {
    Connection lost = mock(Connection.class);
    when(lost.isValid(anyInt())).thenReturn(true, false);
    Connection fresh = mock(Connection.class);
    when(fresh.isValid(anyInt())).thenReturn(true);
    AtomicInteger opened = new AtomicInteger();
    try (DatabaseProbe probe =
        new DatabaseProbe(() -> opened.getAndIncrement() == 0 ? lost : fresh, LONG)) {
      assertThat(probe.isReachable()).isTrue();
      assertThat(probe.isReachable()).isTrue();
    }
    verify(lost).close();
  }

  @Test
  void refusedConnectionIsUnreachableAndTriedAgain() throws SQLException {
    Connection connection = mock(Connection.class);
    when(connection.isValid(anyInt())).thenReturn(true);
    AtomicInteger opened = new AtomicInteger();
    try (DatabaseProbe probe =
        new DatabaseProbe(
            () -> {
              if (opened.getAndIncrement() == 0) {
                throw new SQLException("refused", "08001");
              }
              return connection;
            },
            LONG)) {
      assertThat(probe.isReachable()).isFalse();
      assertThat(probe.isReachable()).isTrue();
    }
  }

  @Test
  @Timeout(20)
  void silentDatabaseIsUnreachableInTimeAndIsAskedOnce() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    try (DatabaseProbe probe =
        new DatabaseProbe(
            () -> {
              opened.incrementAndGet();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new SQLException("gone");
            },
            Duration.ofMillis(100))) {
      assertThat(probe.isReachable()).isFalse();
      assertThat(probe.isReachable()).isFalse();
      assertThat(opened).hasValue(1);
      never.countDown();
    }
  }

  @Test
  void theLogIsToldOnceThatTheDatabaseWentAndOnceThatItIsBack(CapturedOutput output)
      throws SQLException {
    Connection connection = mock(Connection.class);
    when(connection.isValid(anyInt())).thenReturn(true);
    AtomicInteger opened = new AtomicInteger();
    try (DatabaseProbe probe =
        new DatabaseProbe(
            () -> {
              if (opened.getAndIncrement() < 3) {
                throw new SQLException("host db.example.org refused", "08001");
              }
              return connection;
            },
            LONG)) {
      for (int poll = 0; poll < 3; poll++) {
        assertThat(probe.isReachable()).isFalse();
      }
      for (int poll = 0; poll < 3; poll++) {
        assertThat(probe.isReachable()).isTrue();
      }
    }
    assertThat(output.toString())
        .containsOnlyOnce("The database cannot be reached (SQL state 08001)")
        .containsOnlyOnce("The database can be reached again, after")
        .doesNotContain("db.example.org");
  }

  private static Connection open(AtomicInteger opened, Connection connection) {
    opened.incrementAndGet();
    return connection;
  }
}
