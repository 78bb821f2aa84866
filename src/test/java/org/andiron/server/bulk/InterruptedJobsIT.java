package org.andiron.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a node finds of the jobs of a node that was killed. The pacer ignores these definitions. */
class InterruptedJobsIT extends AndironIT {

  private static final Duration LEASE = Duration.ofHours(1);

  @Autowired private DataSource dataSource;

  private final String job = UUID.randomUUID().toString();

  private JdbcTemplate jdbc() {
    return new JdbcTemplate(dataSource);
  }

  @AfterEach
  void removeJob() {
    jdbc().update("delete from bt2_work_chunk where instance_id = ?", job);
    jdbc().update("delete from bt2_job_instance where id = ?", job);
  }

  private void job(String definition, String status, String step) {
    jdbc()
        .update(
            "insert into bt2_job_instance (id, create_time, update_time, definition_id,"
                + " definition_ver, stat, job_cancelled, work_chunks_purged, progress_pct,"
                + " error_count, cur_gated_step_id)"
                + " values (?, now(), now(), ?, 99, ?, false, false, 0, 0, ?)",
            job,
            definition,
            status,
            step);
  }

  private String chunk(int seq, String step, String status, Duration age) {
    String id = UUID.randomUUID().toString();
    jdbc()
        .update(
            "insert into bt2_work_chunk (id, seq, create_time, start_time, update_time,"
                + " definition_id, definition_ver, tgt_step_id, stat, instance_id, error_count)"
                + " values (?, ?, now() + ? * interval '1 ms', now() - ? * interval '1 s', now(),"
                + " 'x', 99, ?, ?, ?, 0)",
            id,
            seq,
            seq,
            age.toSeconds(),
            step,
            status,
            job);
    return id;
  }

  private String status(String chunk) {
    return jdbc()
        .queryForObject("select stat from bt2_work_chunk where id = ?", String.class, chunk);
  }

  private InterruptedJobs reaper() throws Exception {
    return new InterruptedJobs(
        dataSource,
        jdbc(),
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
        new ExportFiles(jdbc()),
        LEASE);
  }

  @Test
  void besideAnotherNodeOnlyExpiredChunksAreTakenUp() throws Exception {
    job("REINDEX", "IN_PROGRESS", "b");
    chunk(0, "a", "COMPLETED", Duration.ZERO);
    String fresh = chunk(1, "b", "IN_PROGRESS", Duration.ofMinutes(5));
    String old = chunk(2, "b", "IN_PROGRESS", Duration.ofHours(2));
    String oldQueued = chunk(3, "b", "QUEUED", Duration.ofHours(2));
    InterruptedJobs reaper = reaper();
    assertThat(status(old)).as("the shared context is another node").isEqualTo("IN_PROGRESS");
    reaper.reclaimExpired();
    reaper.destroy();
    assertThat(status(fresh)).isEqualTo("IN_PROGRESS");
    assertThat(status(old)).isEqualTo("READY");
    assertThat(status(oldQueued)).isEqualTo("READY");
  }

  @Test
  void anExportInProgressBeginsAnew() throws Exception {
    job("BULK_EXPORT", "IN_PROGRESS", "c");
    String first = chunk(0, "a", "COMPLETED", Duration.ZERO);
    chunk(1, "b", "COMPLETED", Duration.ZERO);
    chunk(2, "c", "IN_PROGRESS", Duration.ofHours(2));
    chunk(3, "c", "QUEUED", Duration.ofHours(2));
    ExportFiles files = new ExportFiles(jdbc());
    String file = files.write(new ExportFile(job, "Patient", new byte[] {'x'}));
    InterruptedJobs reaper = reaper();
    reaper.reclaimExpired();
    reaper.destroy();
    assertThat(
            jdbc()
                .queryForList(
                    "select id from bt2_work_chunk where instance_id = ?", String.class, job))
        .containsExactly(first);
    assertThat(files.find(file)).isEmpty();
    assertThat(status(first)).isEqualTo("READY");
    assertThat(
            jdbc()
                .queryForMap(
                    "select stat, cur_gated_step_id from bt2_job_instance where id = ?", job)
                .values())
        .containsExactly("QUEUED", "a");
  }

  @Test
  void chunksThatWereOnlyQueuedAreQueuedAgain() throws Exception {
    job("BULK_EXPORT", "IN_PROGRESS", "b");
    chunk(0, "a", "COMPLETED", Duration.ZERO);
    String queued = chunk(1, "b", "QUEUED", Duration.ofHours(2));
    InterruptedJobs reaper = reaper();
    reaper.reclaimExpired();
    reaper.destroy();
    assertThat(status(queued)).isEqualTo("READY");
  }

  @Test
  void chunksOfFinishedJobsAreLeftAlone() throws Exception {
    job("REINDEX", "CANCELLED", "a");
    String chunk = chunk(0, "a", "IN_PROGRESS", Duration.ofHours(2));
    InterruptedJobs reaper = reaper();
    reaper.reclaimExpired();
    reaper.destroy();
    assertThat(status(chunk)).isEqualTo("IN_PROGRESS");
  }

  @Test
  void nodesShareTheLockWhichLeavesWithThem() throws Exception {
    InterruptedJobs second = reaper();
    InterruptedJobs third = reaper();
    assertThat(locks()).isGreaterThanOrEqualTo(3);
    int before = locks();
    second.destroy();
    third.destroy();
    assertThat(locks()).isEqualTo(before - 2);
  }

  private int locks() throws Exception {
    Collection<Integer> counts = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock'"
                    + " and database = (select oid from pg_database where datname ="
                    + " current_database())")) {
      row.next();
      counts.add(row.getInt(1));
    }
    return List.copyOf(counts).get(0);
  }
}
