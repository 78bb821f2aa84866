package org.andiron.storage.jpa;

import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.search.reindex.ResourceReindexingSvcImpl;

/**
 * HAPI's way to reindex from before {@code $reindex}, which no operation starts any more: it need
 * not ask the database every ten seconds whether one did.
 */
public class IdleLegacyReindexing extends ResourceReindexingSvcImpl {

  @Override
  public void scheduleJobs(ISchedulerService scheduler) {
    // Nothing to do at any time.
  }
}
