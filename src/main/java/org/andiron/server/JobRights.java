package org.andiron.server;

import ca.uhn.fhir.batch2.api.IJobInstance;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.Set;

/**
 * Whose the jobs in the background are, and what of the records goes into their files. Whoever
 * knows the callers declares the one bean of this type.
 */
public interface JobRights {

  /** Whether the caller may know of a job and end it. */
  boolean mayFollow(RequestDetails request, IJobInstance job);

  /** Whether the caller is who started a job, and so may have its files. */
  boolean mayHaveFiles(RequestDetails request, IJobInstance job);

  /**
   * Makes sure that the caller could still export what a file of a job holds.
   *
   * @param type of the resources in the file
   * @throws ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException if not
   */
  void requireExportable(RequestDetails request, IJobInstance job, String type);

  /** Those of some resource types of which the caller may export anything. */
  Set<String> exportable(RequestDetails request, Collection<String> types);

  /**
   * Makes sure that the caller may say of which patients or which group an export is.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException if not
   */
  void requireNamingPatients(RequestDetails request);
}
