package org.andiron.audit.completeness;

import java.time.Instant;
import java.util.Set;

/**
 * A request and what came of its answer, as the proxy saw it.
 *
 * @param status 0 if nothing came
 * @param bytes of the body
 * @param whole whether all of the answer came
 * @param departed whether the client left on purpose
 * @param patients ids of those of whose records something was in it
 * @param versions that it says were stored, as in {@code Patient/1/_history/2}
 * @param refusedEntries how many entries of a Bundle were answered with an error
 * @param unrecorded whether it says that the log cannot be written
 */
record Exchange(
    String requestId,
    String method,
    String path,
    int status,
    long bytes,
    boolean whole,
    boolean departed,
    Set<String> patients,
    Set<String> versions,
    int refusedEntries,
    boolean unrecorded,
    Instant begun,
    Instant ended) {

  Exchange {
    patients = Set.copyOf(patients);
    versions = Set.copyOf(versions);
  }

  boolean isOfEndpoint() {
    return path.startsWith("/fhir") && !path.startsWith("/fhir/metadata");
  }

  boolean succeeded() {
    return status >= 200 && status < 400;
  }

  @Override
  public String toString() {
    return "%s %s %s: %d, %d bytes%s%s, %s to %s"
        .formatted(
            requestId,
            method,
            path,
            status,
            bytes,
            whole ? "" : ", broken off",
            departed ? ", client left" : "",
            begun,
            ended);
  }
}
