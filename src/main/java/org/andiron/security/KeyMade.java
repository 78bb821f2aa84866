package org.andiron.security;

/**
 * That this server has made itself a key, published to the application; the audit trail listens.
 *
 * @param id of the key
 */
public record KeyMade(Use use, String id) {

  /** What keys are for. */
  public enum Use {
    /** Tokens are signed with it. */
    TOKENS,
    /** The operator of the machine shows with it who they are. */
    OPERATOR
  }
}
