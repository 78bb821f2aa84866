package org.andiron.security;

/**
 * That the registration of an app or backend service is another now, published to the application
 * in the transaction of the change; the audit trail listens. None holds a secret.
 */
public sealed interface ClientEvent {

  /** Id of the client. */
  String client();

  /** There is a client more. */
  record Registered(String client) implements ClientEvent {}

  /** What it may do, its addresses or its keys may be others. */
  record Changed(String client) implements ClientEvent {}

  /** It has another secret. */
  record SecretRenewed(String client) implements ClientEvent {}

  /** It is gone, with all that users allowed it. */
  record Deleted(String client) implements ClientEvent {}
}
