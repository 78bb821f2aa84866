package org.andiron.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.server.FileJob;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Exports and their files go after a day; those of others stay. */
class ExpiredExportsIT extends AndironIT {

  @Autowired private DataSource dataSource;
  @Autowired private IJobPersistence jobs;

  private String job(String definition, String status, int hoursAgo) {
    String id = UUID.randomUUID().toString();
    new JdbcTemplate(dataSource)
        .update(
            "insert into bt2_job_instance (id, create_time, update_time, end_time, definition_id,"
                + " definition_ver, stat, job_cancelled, work_chunks_purged, progress_pct,"
                + " error_count) values (?, now(), now(), now() - ? * interval '1 h', ?, 99, ?,"
                + " false, false, 0, 0)",
            id,
            hoursAgo,
            definition,
            status);
    return id;
  }

  @Test
  void filesGoWithTheExportsThatEndedADayAgo() {
    ExportFiles files = new ExportFiles(new JdbcTemplate(dataSource));
    String old = job("BULK_EXPORT", "COMPLETED", 25);
    String failed = job("BULK_EXPORT", "FAILED", 25);
    String written = job("TEST_FILES", "COMPLETED", 25);
    String young = job("BULK_EXPORT", "COMPLETED", 23);
    String cancelled = job("BULK_EXPORT", "CANCELLED", 1);
    String other = job("REINDEX", "COMPLETED", 25);
    String ofOld = files.write(new ExportFile(old, "Patient", new byte[] {1}));
    String ofYoung = files.write(new ExportFile(young, "Patient", new byte[] {2}));
    String ofCancelled = files.write(new ExportFile(cancelled, "Patient", new byte[] {3}));

    new ExpiredExports(
            new JdbcTemplate(dataSource), jobs, files, List.of(new FileJob("TEST_FILES")))
        .remove();

    assertThat(jobs.fetchInstance(old)).isEmpty();
    assertThat(jobs.fetchInstance(failed)).isEmpty();
    assertThat(jobs.fetchInstance(written)).isEmpty();
    assertThat(jobs.fetchInstance(young)).isPresent();
    assertThat(jobs.fetchInstance(other)).isPresent();
    assertThat(files.find(ofOld)).isEmpty();
    assertThat(files.find(ofCancelled)).isEmpty();
    assertThat(files.find(ofYoung).orElseThrow().lines()).containsExactly(2);
    for (String left : new String[] {young, cancelled, other}) {
      jobs.deleteInstanceAndChunks(left);
    }
    files.discardAbandoned();
  }
}
