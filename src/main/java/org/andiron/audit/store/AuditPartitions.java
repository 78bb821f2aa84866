package org.andiron.audit.store;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes the partitions of the audit log at the start and daily, so that there is one whenever
 * something is recorded: without it nothing could be shown or changed.
 */
final class AuditPartitions implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AuditPartitions.class);

  private final JdbcTemplate jdbc;
  private @Nullable ScheduledExecutorService executor;

  AuditPartitions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of this month and the next two, unless they are there. */
  void make() {
    jdbc.query("select andiron.make_audit_partitions()", row -> {});
  }

  private void makeAhead() {
    try {
      make();
    } catch (DataAccessException e) {
      // There are two months for it to succeed.
      LOG.error("The next partitions of the audit log could not be made: {}", e.getMessage());
    }
  }

  /** Before Spring Boot's web server, which starts in one of the last phases. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** Fails if something recorded now might have no partition. */
  @Override
  public synchronized void start() {
    if (executor == null) {
      make();
      executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "audit-partitions");
                thread.setDaemon(true);
                return thread;
              });
      var unused = executor.scheduleWithFixedDelay(this::makeAhead, 1, 1, TimeUnit.DAYS);
    }
  }

  @Override
  public synchronized void stop() {
    if (executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
