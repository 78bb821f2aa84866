package org.andiron.audit.event;

import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;

/**
 * How it ended.
 *
 * @param failure why it did not succeed; empty if it did
 * @param status of the answer in HTTP; 0 if there was none, or it succeeded
 */
public record Outcome(Optional<FailureReason> failure, int status) {

  private static final Outcome SUCCESS = new Outcome(Optional.empty(), 0);

  /** It was done. */
  public static Outcome success() {
    return SUCCESS;
  }

  /** It was not done, and nobody was answered. */
  public static Outcome failure(FailureReason reason) {
    return new Outcome(Optional.of(reason), 0);
  }

  /** It was refused, or failed, with this status. */
  public static Outcome refusal(FailureReason reason, int status) {
    return new Outcome(Optional.of(reason), status);
  }

  boolean isSuccess() {
    return failure.isEmpty();
  }

  AuditEventOutcome code() {
    return failure.map(FailureReason::outcome).orElse(AuditEventOutcome._0);
  }

  /** Empty if it succeeded. */
  Optional<String> description() {
    return failure.map(it -> status == 0 ? it.description() : status + ": " + it.description());
  }
}
