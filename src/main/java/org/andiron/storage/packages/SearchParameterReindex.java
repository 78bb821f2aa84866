package org.andiron.storage.packages;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.jobs.reindex.ReindexJobParameters;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.List;
import org.andiron.storage.packages.PackagesProperties.Reindex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Sees to it that resources stored before a search parameter came are found by it: starts HAPI's
 * reindex job for the resource types concerned, or says which to reindex.
 */
final class SearchParameterReindex {

  private static final Logger LOG = LoggerFactory.getLogger(SearchParameterReindex.class);

  private static final String JOB = "REINDEX";

  private final JdbcOperations jdbc;
  private final IJobCoordinator jobs;
  private final PackagesProperties properties;

  SearchParameterReindex(JdbcOperations jdbc, IJobCoordinator jobs, PackagesProperties properties) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.properties = properties;
  }

  /** Not before the server runs: jobs need its scheduler. */
  @EventListener(ApplicationReadyEvent.class)
  void reindexWhatIsDue() {
    List<String> types =
        jdbc.queryForList(
            """
            with due as (select distinct unnest(applies_to) as base
                         from andiron.config_resource where reindex_due)
            select base from due where exists (
              select from hfj_resource where res_type = base and res_deleted_at is null)
            union
            select distinct res_type from hfj_resource
            where res_deleted_at is null
              and exists (select from due where base in ('Resource', 'DomainResource'))
            order by 1
            """,
            String.class);
    if (!types.isEmpty()) {
      if (properties.reindex() == Reindex.AUTO) {
        start(types);
      } else {
        LOG.warn(
            "New search parameters do not find what was stored before: call $reindex with the"
                + " parameter url for each of {}",
            types.stream().map(type -> type + "?").toList());
      }
    }
    jdbc.update("update andiron.config_resource set reindex_due = false where reindex_due");
  }

  private void start(List<String> types) {
    ReindexJobParameters parameters = new ReindexJobParameters();
    types.forEach(type -> parameters.addUrl(type + "?"));
    JobInstanceStartRequest request = new JobInstanceStartRequest(JOB, parameters);
    jobs.startInstance(new SystemRequestDetails(), request);
    LOG.info("Started indexing {} for new search parameters", String.join(", ", types));
  }
}
