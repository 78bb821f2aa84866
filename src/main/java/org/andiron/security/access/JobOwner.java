package org.andiron.security.access;

import ca.uhn.fhir.batch2.api.IJobInstance;
import ca.uhn.fhir.batch2.model.JobInstance;
import java.util.Map;
import java.util.Optional;
import org.andiron.security.Caller;

/**
 * Who started a job in the background. It belongs to a user, with whatever app and token they come
 * again, or to a client that acts for itself.
 *
 * @param issuer who says so
 * @param client whether it is a client, which may be named like a user
 * @param name the user, or the client
 */
record JobOwner(String issuer, boolean client, String name) {

  private static final String KEY = "owner";
  private static final String ISSUER = "issuer";
  private static final String CLIENT = "client";
  private static final String NAME = "name";

  /** The owner of a job that a caller starts. */
  static JobOwner of(String issuer, Caller caller) {
    return new JobOwner(issuer, caller.actsForItself(), caller.subject());
  }

  /** The owner of a job; none if the server started it by itself. */
  static Optional<JobOwner> of(IJobInstance job) {
    return job.getUserData().get(KEY) instanceof Map<?, ?> kept
        ? Optional.of(
            new JobOwner(
                String.valueOf(kept.get(ISSUER)),
                Boolean.TRUE.equals(kept.get(CLIENT)),
                String.valueOf(kept.get(NAME))))
        : Optional.empty();
  }

  /** Keeps with a new job that it is theirs. */
  void keep(JobInstance job) {
    job.addUserData(KEY, Map.of(ISSUER, issuer, CLIENT, client, NAME, name));
  }
}
