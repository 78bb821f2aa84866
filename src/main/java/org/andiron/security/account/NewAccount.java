package org.andiron.security.account;

import java.util.Optional;
import java.util.Set;

/**
 * An account that shall be.
 *
 * @param username name to sign in with
 * @param details all else
 * @param password first password; without one the person signs in with a passkey, or not until an
 *     administrator gives one
 * @param mustChangePassword whether that password is only good for choosing another one
 */
public record NewAccount(
    String username, Details details, Optional<String> password, boolean mustChangePassword) {

  /**
   * What may be changed of an account.
   *
   * @param displayName how people call them; if blank, the user name
   * @param externalId what the provisioning system calls them
   * @param roles names of role policies
   * @param fhirUser the resource that is them
   * @param active whether they may sign in
   */
  public record Details(
      String displayName,
      Optional<String> externalId,
      Set<String> roles,
      Optional<FhirUser> fhirUser,
      boolean active) {

    public Details {
      roles = Set.copyOf(roles);
    }

    /** Those of an account. */
    public static Details of(Account account) {
      return new Details(
          account.displayName(),
          account.externalId(),
          account.roles(),
          account.fhirUser(),
          account.active());
    }

    /** The same person in other roles. */
    public Details withRoles(Set<String> others) {
      return new Details(displayName, externalId, others, fhirUser, active);
    }

    /** The same, allowed to sign in or not. */
    public Details withActive(boolean allowed) {
      return new Details(displayName, externalId, roles, fhirUser, allowed);
    }
  }

  /** A password does not belong in a log. */
  @Override
  public String toString() {
    return "NewAccount[" + username + "]";
  }
}
