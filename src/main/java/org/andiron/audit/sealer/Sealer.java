package org.andiron.audit.sealer;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.andiron.audit.ledger.VerificationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Seals the audit log in a thread of its own. Of the nodes on a database one does: that whose
 * connection has the lock. Batches are committed on that connection, so with it ends both the lock
 * and what was half done, and another node goes on.
 *
 * <p>When the log is not what was signed it seals no more, says so as an error, and looks again
 * from time to time, in case an operator mends it. Requests are served meanwhile.
 */
public final class Sealer implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

  /** Of the advisory lock: "andiseal" in ASCII. */
  private static final long LOCK = 0x616e64697365616cL;

  private static final int MOST_ROWS = 10_000;
  private static final Duration STANDBY = Duration.ofSeconds(2);
  private static final Duration AFTER_LOSS = Duration.ofSeconds(1);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 20;

  private final HikariDataSource connections;
  private final SigningKeyFile keyFile;
  private final Consumer<VerificationKey> rotated;
  private final Clock clock;
  private final Duration interval;

  private volatile SealerState state = SealerState.WAITING;
  private volatile @Nullable Instant firstWaiting;
  private volatile CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private @Nullable String told;

  /**
   * @param connections without autocommit; one is used
   * @param rotated is told of another key before it first signs
   */
  Sealer(
      HikariDataSource connections,
      SigningKeyFile keyFile,
      Consumer<VerificationKey> rotated,
      Clock clock,
      Duration interval) {
    this.connections = connections;
    this.keyFile = keyFile;
    this.rotated = rotated;
    this.clock = clock;
    this.interval = interval;
  }

  SealerState state() {
    return state;
  }

  /**
   * How long ago the first record was recorded that could not be sealed yet; zero if there is none,
   * or another node seals.
   */
  Duration waiting() {
    Instant first = firstWaiting;
    Duration waiting = first == null ? Duration.ZERO : Duration.between(first, clock.instant());
    return waiting.isNegative() ? Duration.ZERO : waiting;
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      stopped = new CountDownLatch(1);
      Thread sealing = new Thread(this::run, "audit-sealer");
      sealing.setDaemon(true);
      thread = sealing;
      sealing.start();
    }
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!pause(pause)) {
        pause = work();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits, unless it ends meanwhile; whether it does. */
  private boolean pause(Duration time) throws InterruptedException {
    return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Seals as long as that goes well; returns after which time to try again. */
  private Duration work() throws InterruptedException {
    Connection connection = null;
    try {
      connection = connections.getConnection();
      noticeLoss(connection);
      while (!lock(connection)) {
        state = SealerState.STANDING_BY;
        firstWaiting = null;
        if (pause(STANDBY)) {
          return Duration.ZERO;
        }
      }
      sealAlone(new Sealing(connection, keyFile, rotated, clock, MOST_ROWS));
      return Duration.ZERO;
    } catch (SealingRefusedException e) {
      state = SealerState.REFUSING;
      tell(String.valueOf(e.getMessage()), e);
      return AFTER_REFUSAL;
    } catch (SQLException | RuntimeException e) {
      state = SealerState.WAITING;
      LOG.warn("The audit log could not be sealed, trying again: {}", e.getMessage());
      return AFTER_LOSS;
    } finally {
      if (connection != null) {
        // Ends the session, and the lock with it.
        connections.evictConnection(connection);
      }
    }
  }

  private void sealAlone(Sealing sealing)
      throws SQLException, SealingRefusedException, InterruptedException {
    boolean ends = false;
    while (!ends) {
      boolean more = sealing.sealBatch();
      firstWaiting = sealing.firstWaiting().orElse(null);
      if (state != SealerState.SEALING) {
        state = SealerState.SEALING;
        LOG.info("This node seals the audit log");
      }
      told = null;
      ends = pause(more ? Duration.ZERO : interval);
    }
    // What was recorded last, while requests came to an end.
    boolean rest = true;
    while (rest) {
      rest = sealing.sealBatch();
    }
  }

  private void tell(String reason, Exception cause) {
    if (!reason.equals(told)) {
      told = reason;
      LOG.error("The audit log is not sealed any more: {}", reason, cause.getCause());
    }
  }

  /** PostgreSQL is to notice soon when this machine is gone, and give the lock to another node. */
  private static void noticeLoss(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set tcp_keepalives_idle = 10");
      statement.execute("set tcp_keepalives_interval = 5");
      statement.execute("set tcp_keepalives_count = 3");
    }
    connection.commit();
  }

  private static boolean lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      boolean locked = row.getBoolean(1);
      connection.commit();
      return locked;
    }
  }

  /** After those that record: it stops when the web server has. */
  @Override
  public int getPhase() {
    return 1;
  }

  /** Seals what is there, and ends. */
  @Override
  public synchronized void stop() {
    stopped.countDown();
    Thread sealing = thread;
    if (sealing != null) {
      try {
        sealing.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
