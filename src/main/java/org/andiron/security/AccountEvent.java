package org.andiron.security;

/**
 * Something that happened to an account, published to the application once it is done; the audit
 * trail listens. None holds a password, a code or a secret.
 */
public sealed interface AccountEvent {

  /** Whose account; what was typed as a name is here only if there is such an account. */
  String username();

  /** Somebody has shown who they are, with all factors that their account asks for. */
  record SignedIn(String username, String address, Factor factor) implements AccountEvent {}

  /** Somebody has not; {@code username} is empty if no account has the name. */
  record SignInFailed(String username, String address, Factor factor) implements AccountEvent {}

  /** After too many failures no attempt is looked at for some time. */
  record LockedOut(String username, String address) implements AccountEvent {}

  /** An attempt was not looked at; {@code username} is empty if no account has the name. */
  record Throttled(String username, String address) implements AccountEvent {}

  /** A session, or several, were ended by the person. */
  record SignedOut(String username) implements AccountEvent {}

  /** Attempts are looked at again before their time. */
  record Unlocked(String username, String by) implements AccountEvent {}

  /** An account was made. */
  record Created(String username, String by) implements AccountEvent {}

  /** Roles, linked resource or names are others now. */
  record Changed(String username, String by) implements AccountEvent {}

  /** The person may not sign in any more; sessions and tokens end. */
  record Deactivated(String username, String by) implements AccountEvent {}

  /** The account was ended for good; sessions and tokens end. */
  record Deleted(String username, String by) implements AccountEvent {}

  /** The password is another one; sessions other than that of the change end. */
  record PasswordChanged(String username, String by) implements AccountEvent {}

  /** A second factor was added. */
  record FactorAdded(String username, Factor factor) implements AccountEvent {}

  /** A second factor was removed. */
  record FactorRemoved(String username, Factor factor, String by) implements AccountEvent {}

  /** What somebody shows to be who they say they are. */
  enum Factor {
    PASSWORD,
    TOTP,
    RECOVERY_CODE,
    PASSKEY
  }
}
