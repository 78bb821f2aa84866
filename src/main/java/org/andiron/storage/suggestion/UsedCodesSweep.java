package org.andiron.storage.suggestion;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets, every hour and on one node at a time, the codes and names that no resource has any more:
 * a name may have been written by hand about somebody whose record was deleted. One that comes back
 * in that moment, or on another node in the minute after it, is there again with a later use.
 */
class UsedCodesSweep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UsedCodesSweep.class);

  private static final Duration INTERVAL = Duration.ofHours(1);

  /** Ours alone among the advisory locks of the database. */
  private static final long LOCK = 0x616e_6469_636f_6465L;

  private static final String FORGET =
      """
      delete from andiron.used_code u
      where not exists (
          select from andiron.idx_token t
          where t.param = u.param and t.code = u.code and t.system is not distinct from u.system)
        or (u.name <> '' and not exists (
          select from andiron.search_parameter p
          join andiron.search_parameter x
            on x.resource_type = p.resource_type and x.code = p.code || ':text'
          join andiron.idx_string s
            on s.param = x.id and left(s.folded, 200) = left(substr(u.words, 2), 200)
              and s.exact = u.name
          where p.id = u.param))
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Runnable forgotten;
  private final ScheduledExecutorService schedule;

  /**
   * @param forgotten is told when some were forgotten, so that this node writes them down again
   *     with their next use
   */
  UsedCodesSweep(JdbcTemplate jdbc, TransactionOperations transactions, Runnable forgotten) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.forgotten = forgotten;
    this.schedule =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "andiron-used-codes");
              thread.setDaemon(true);
              return thread;
            });
    schedule.scheduleWithFixedDelay(
        this::sweep, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  void sweep() {
    try {
      transactions.executeWithoutResult(
          transaction -> {
            if (Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
              int removed = jdbc.update(FORGET);
              LOG.debug("Forgot {} names of codes", removed);
            }
          });
      forgotten.run();
    } catch (RuntimeException e) {
      // The schedule would end for good.
      LOG.warn("Could not forget codes that are used no more: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
