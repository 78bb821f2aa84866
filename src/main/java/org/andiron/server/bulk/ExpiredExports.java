package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** Removes exports that ended a day ago, and the files of those that are gone or cancelled. */
final class ExpiredExports {

  private static final Duration KEPT = Duration.ofHours(24);

  private static final String EXPIRED =
      """
      select id from bt2_job_instance
      where definition_id = 'BULK_EXPORT' and stat in ('COMPLETED', 'FAILED', 'CANCELLED') and end_time < ?
      limit 50\
      """;

  private final JdbcOperations jdbc;
  private final IJobPersistence jobs;
  private final ExportFiles files;

  ExpiredExports(JdbcOperations jdbc, IJobPersistence jobs, ExportFiles files) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.files = files;
  }

  void remove() {
    List<String> expired =
        jdbc.queryForList(EXPIRED, String.class, Timestamp.from(Instant.now().minus(KEPT)));
    expired.forEach(jobs::deleteInstanceAndChunks);
    files.discardAbandoned();
  }
}
