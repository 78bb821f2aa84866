package org.andiron.audit.event;

import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.jspecify.annotations.Nullable;

/** Why something did not succeed, in words that tell nothing of anybody. */
public enum FailureReason {
  NOT_SIGNED_IN(AuditEventOutcome._8, "no valid token or session"),
  NOT_ALLOWED(AuditEventOutcome._8, "not allowed for the caller"),
  WITHHELD_BY_CONSENT(AuditEventOutcome._8, "withheld by consent or policy"),
  BAD_CREDENTIALS(AuditEventOutcome._8, "wrong name, password or second factor"),
  LOCKED_OUT(AuditEventOutcome._8, "account locked or throttled"),
  CLIENT_NOT_AUTHENTICATED(AuditEventOutcome._8, "client not authenticated"),
  PKCE_FAILED(AuditEventOutcome._8, "code verifier does not match"),
  TOKEN_REPLAYED(AuditEventOutcome._8, "token or code used twice"),
  INVALID_GRANT(AuditEventOutcome._8, "grant not valid"),
  DENIED_BY_USER(AuditEventOutcome._4, "denied by the user"),
  NOT_FOUND(AuditEventOutcome._4, "does not exist for the caller"),
  MALFORMED(AuditEventOutcome._4, "request not understood"),
  INVALID(AuditEventOutcome._4, "content refused"),
  CONFLICT(AuditEventOutcome._4, "conflict with another state or writer"),
  TOO_MUCH(AuditEventOutcome._4, "too many or too large requests"),
  CANCELLED(AuditEventOutcome._4, "stopped before it was done"),
  VERIFICATION_FAILED(AuditEventOutcome._12, "the audit log does not hold"),
  UNAVAILABLE(AuditEventOutcome._8, "a part of the server was not available"),
  INTERNAL(AuditEventOutcome._8, "internal error");

  private final AuditEventOutcome outcome;
  private final String description;

  FailureReason(AuditEventOutcome outcome, String description) {
    this.outcome = outcome;
    this.description = description;
  }

  AuditEventOutcome outcome() {
    return outcome;
  }

  String description() {
    return description;
  }

  /** What an {@code AuditEvent.outcomeDesc} of ours says; empty if it is none. */
  public static Optional<FailureReason> of(@Nullable String outcomeDescription) {
    String text =
        outcomeDescription == null ? "" : outcomeDescription.replaceFirst("^[1-5][0-9]{2}: ", "");
    return Arrays.stream(values()).filter(it -> it.description.equals(text)).findFirst();
  }
}
