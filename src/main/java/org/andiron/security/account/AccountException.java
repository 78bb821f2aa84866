package org.andiron.security.account;

/**
 * What was asked of accounts cannot be done. The message tells the caller why, and what would do.
 */
public final class AccountException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public AccountException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why. */
  public enum Reason {
    /** There is no such account. */
    NOT_FOUND,
    /** The name belongs, or belonged, to somebody. */
    NAME_TAKEN,
    /** A value is not allowed. */
    INVALID,
    /** The account was changed by somebody else meanwhile. */
    CHANGED_MEANWHILE,
    /** The password is too short, or known to attackers. */
    WEAK_PASSWORD,
    /** The present password, code or key is not theirs. */
    NOT_PROVEN
  }
}
