package org.andiron.server.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes up the pieces of jobs whose node died. HAPI announces work chunks on a queue in memory:
 * after kill -9 they stay "queued" or "in progress" in the database for ever.
 *
 * <p>Every node holds a shared advisory lock as long as it lives. A node that finds itself alone
 * when it starts knows that everything under way is lost, and takes it up before any job runs.
 * Beside other nodes, only chunks whose lease ran out are taken up. A chunk that was merely queued
 * is queued again. One that was in progress is done again, which its steps allow (they write by
 * id), but for two cases in which doing it again would double what it passed on: an export begins
 * anew, and so does a job that was in its first step.
 */
final class InterruptedJobs implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(InterruptedJobs.class);

  /** "andbulk1" in ASCII: a number that nothing else in this server locks. */
  private static final long NODE_LOCK = 0x616e_6462_756c_6b31L;

  private static final String EXPORT = "BULK_EXPORT";

  private static final String LOST =
      """
      select c.id, c.instance_id, c.stat, c.tgt_step_id, i.definition_id
      from bt2_work_chunk c join bt2_job_instance i on i.id = c.instance_id
      where c.stat in ('QUEUED', 'IN_PROGRESS')
        and i.stat in ('QUEUED', 'IN_PROGRESS', 'ERRORED', 'FINALIZE')
        and c.start_time < ?
      for update of c skip locked\
      """;

  private static final String FIRST_STEP =
      """
      select tgt_step_id from bt2_work_chunk where instance_id = ?
      order by create_time, seq, id limit 1\
      """;

  private final DataSource dataSource;
  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final ExportFiles files;
  private final Duration lease;
  private Connection nodeLock;

  InterruptedJobs(
      DataSource dataSource,
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      ExportFiles files,
      Duration lease)
      throws SQLException {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.files = files;
    this.lease = lease;
    this.nodeLock = dataSource.getConnection();
    if (selectBoolean("select pg_try_advisory_lock(?)")) {
      takeUpAll();
      selectBoolean("select pg_advisory_lock_shared(?) is not null");
      selectBoolean("select pg_advisory_unlock(?)");
    } else {
      selectBoolean("select pg_advisory_lock_shared(?) is not null");
    }
  }

  private boolean selectBoolean(String sql) throws SQLException {
    try (PreparedStatement statement = nodeLock.prepareStatement(sql)) {
      statement.setLong(1, NODE_LOCK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void takeUpAll() {
    takeUp(Instant.now().plus(Duration.ofDays(1)));
    int finalizing =
        jdbc.update("update bt2_job_instance set stat = 'IN_PROGRESS' where stat = 'FINALIZE'");
    if (finalizing > 0) {
      LOG.info("Took up {} bulk jobs that were interrupted in their last step", finalizing);
    }
  }

  /** Takes up chunks whose lease ran out, and renews this node's sign of life if it was lost. */
  void reclaimExpired() {
    try {
      if (!nodeLock.isValid(5)) {
        nodeLock.close();
        nodeLock = dataSource.getConnection();
        selectBoolean("select pg_advisory_lock_shared(?) is not null");
      }
    } catch (SQLException e) {
      LOG.warn("Could not renew the lock that shows this node is alive: {}", e.getMessage());
    }
    takeUp(Instant.now().minus(lease));
  }

  private record Lost(String chunk, String job, boolean running, String step, String definition) {}

  private void takeUp(Instant startedBefore) {
    transactions.executeWithoutResult(
        status -> {
          List<Lost> lost =
              jdbc.query(
                  LOST,
                  (row, n) ->
                      new Lost(
                          row.getString("id"),
                          row.getString("instance_id"),
                          row.getString("stat").equals("IN_PROGRESS"),
                          row.getString("tgt_step_id"),
                          row.getString("definition_id")),
                  Timestamp.from(startedBefore));
          Set<String> begunAnew = new TreeSet<>();
          for (Lost chunk : lost) {
            if (chunk.running() && mustBeginAnew(chunk) && begunAnew.add(chunk.job())) {
              beginAnew(chunk.job());
            }
          }
          int queued = 0;
          for (Lost chunk : lost) {
            if (!begunAnew.contains(chunk.job())) {
              queued +=
                  jdbc.update(
                      "update bt2_work_chunk set stat = 'READY' where id = ?", chunk.chunk());
            }
          }
          if (!lost.isEmpty()) {
            LOG.info(
                "Took up bulk jobs that were interrupted: {} begin anew, {} chunks queued again",
                begunAnew.size(),
                queued);
          }
        });
  }

  private boolean mustBeginAnew(Lost chunk) {
    return chunk.definition().equals(EXPORT) || chunk.step().equals(firstStep(chunk.job()));
  }

  private String firstStep(String job) {
    return jdbc.queryForObject(FIRST_STEP, String.class, job);
  }

  private void beginAnew(String job) {
    files.discardResources(job);
    String first = firstStep(job);
    jdbc.update(
        "delete from bt2_work_chunk where instance_id = ? and tgt_step_id <> ?", job, first);
    jdbc.update(
        "update bt2_work_chunk set stat = 'READY', end_time = null where instance_id = ?", job);
    jdbc.update(
        "update bt2_job_instance set stat = 'QUEUED', cur_gated_step_id ="
            + " case when cur_gated_step_id is null then null else ? end where id = ?",
        first,
        job);
  }

  @Override
  public void destroy() throws SQLException {
    try (Connection closing = nodeLock) {
      selectBoolean("select pg_advisory_unlock_shared(?)");
    }
  }
}
