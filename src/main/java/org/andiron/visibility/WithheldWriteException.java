package org.andiron.visibility;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Optional;

/**
 * A write is refused because of what does not exist for its writer, or because of what a patient's
 * consent or a policy forbids. What it says to whoever records it is not for the caller.
 */
public final class WithheldWriteException extends ForbiddenOperationException {

  private static final long serialVersionUID = 1L;

  private final String resource;
  private final String patient;
  private final boolean byConsent;

  private WithheldWriteException(
      String message, String resource, String patient, boolean byConsent) {
    super(message);
    this.resource = resource;
    this.patient = patient;
    this.byConsent = byConsent;
  }

  /** It concerns a resource that does not exist for the writer. */
  static WithheldWriteException notExisting(String message, String resource) {
    return new WithheldWriteException(message, resource, "", false);
  }

  /**
   * A consent or policy forbids it.
   *
   * @param resource as in {@code Observation/1}; may not be stored any more
   * @param patient whose permission is missing, by id; empty if that is not known
   */
  public static WithheldWriteException byConsent(String message, String resource, String patient) {
    return new WithheldWriteException(message, resource, patient, true);
  }

  /** What it concerns, whether or not that is there, as in {@code Observation/1}. */
  public Optional<String> resource() {
    return Optional.of(resource).filter(it -> !it.isEmpty());
  }

  /** Id of the patient whose permission is missing. */
  public Optional<String> patient() {
    return Optional.of(patient).filter(it -> !it.isEmpty());
  }

  /** Whether a consent or policy is known to forbid it. */
  public boolean isByConsent() {
    return byConsent;
  }
}
