package org.andiron.security;

import java.util.Optional;
import java.util.Set;

/**
 * That an app is, or is not, to act for a user, published to the application before it is answered;
 * the audit trail listens. None holds a code or a handle.
 */
public sealed interface AuthorizationEvent {

  /**
   * A user, or the registration of the app for all users, allows it.
   *
   * @param patient id of the Patient in whose record the app is to work
   */
  record Allowed(String user, String client, Set<String> scopes, Optional<String> patient)
      implements AuthorizationEvent {
    public Allowed {
      scopes = Set.copyOf(scopes);
    }
  }

  /** The user allows nothing. */
  record Denied(String user, String client) implements AuthorizationEvent {}

  /**
   * The server does not let it come to that.
   *
   * @param user if somebody is signed in
   * @param client empty if none of the name is registered
   */
  record Refused(Optional<String> user, Optional<String> client) implements AuthorizationEvent {}

  /** The user takes back what they had allowed; its tokens end. */
  record TakenBack(String user, String client) implements AuthorizationEvent {}

  /**
   * An EHR asks for a user to be sent to an app.
   *
   * @param patient id of the Patient in whose record the app is to work
   */
  record Launched(String user, Optional<String> patient) implements AuthorizationEvent {}
}
