package org.andiron.security;

import java.time.Instant;

/**
 * That somebody breaks the glass of a patient's record, published to the application once it is
 * recorded; the audit trail listens.
 */
public sealed interface EmergencyAccessEvent {

  /** Who. */
  Caller caller();

  /** What for, as {@code system|code}. */
  String purpose();

  /** Whose record it is: id of the Patient. */
  String patient();

  /** Why, in the caller's words; empty if the patient or a policy permits it without. */
  String reason();

  /** The glass is broken from now on. */
  record Opened(Caller caller, String purpose, String patient, String reason, Instant expires)
      implements EmergencyAccessEvent {}

  /** A request is answered for which it is, or does not have to be. */
  record Used(Caller caller, String purpose, String patient, String reason)
      implements EmergencyAccessEvent {}
}
