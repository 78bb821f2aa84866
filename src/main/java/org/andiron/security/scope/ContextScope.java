package org.andiron.security.scope;

import java.util.Optional;

/** A scope that is no right to resources: those of SMART, and one of our own. */
public enum ContextScope implements Scope {
  /** An id_token is asked for. */
  OPENID("openid"),
  /** The id_token is to say which FHIR resource stands for the user. */
  FHIR_USER("fhirUser"),
  /** The context of an EHR launch is asked for. */
  LAUNCH("launch"),
  /** A patient is to be chosen. */
  LAUNCH_PATIENT("launch/patient"),
  /** An encounter is to be chosen. */
  LAUNCH_ENCOUNTER("launch/encounter"),
  /** A refresh token that outlives the session. */
  OFFLINE_ACCESS("offline_access"),
  /** A refresh token that ends with the session. */
  ONLINE_ACCESS("online_access"),
  /** Accounts may be provisioned by SCIM; for backend clients. */
  SCIM("scim");

  private final String text;

  ContextScope(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  static Optional<ContextScope> of(String text) {
    for (ContextScope scope : values()) {
      if (scope.text.equals(text)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
