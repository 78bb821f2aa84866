package org.andiron.security;

import ca.uhn.fhir.batch2.api.IJobInstance;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.Set;
import org.andiron.server.JobRights;

/** Mode {@code open}: jobs are everybody's. */
final class OpenJobRights implements JobRights {

  @Override
  public boolean mayFollow(RequestDetails request, IJobInstance job) {
    return true;
  }

  @Override
  public boolean mayHaveFiles(RequestDetails request, IJobInstance job) {
    return true;
  }

  @Override
  public void requireExportable(RequestDetails request, IJobInstance job, String type) {}

  @Override
  public Set<String> exportable(RequestDetails request, Collection<String> types) {
    return Set.copyOf(types);
  }

  @Override
  public void requireNamingPatients(RequestDetails request) {}
}
