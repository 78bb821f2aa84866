package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.util.Batch2JobDefinitionConstants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.server.FileJob;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Removes exports, and other jobs that write files, that ended a day ago, and the files of those
 * that are gone or cancelled.
 */
final class ExpiredExports {

  private static final Duration KEPT = Duration.ofHours(24);

  private static final String EXPIRED =
      """
      select id from bt2_job_instance
      where definition_id = any(?) and stat in ('COMPLETED', 'FAILED', 'CANCELLED') and end_time < ?
      limit 50\
      """;

  private final JdbcOperations jdbc;
  private final IJobPersistence jobs;
  private final ExportFiles files;
  private final String[] definitions;

  /**
   * @param fileJobs beside exports
   */
  ExpiredExports(
      JdbcOperations jdbc, IJobPersistence jobs, ExportFiles files, Collection<FileJob> fileJobs) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.files = files;
    this.definitions =
        Stream.concat(
                Stream.of(Batch2JobDefinitionConstants.BULK_EXPORT),
                fileJobs.stream().map(FileJob::definition))
            .toArray(String[]::new);
  }

  void remove() {
    List<String> expired =
        jdbc.queryForList(
            EXPIRED, String.class, definitions, Timestamp.from(Instant.now().minus(KEPT)));
    expired.forEach(jobs::deleteInstanceAndChunks);
    files.discardAbandoned();
  }
}
