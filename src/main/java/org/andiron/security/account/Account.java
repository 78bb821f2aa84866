package org.andiron.security.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A person who may sign in.
 *
 * @param id never changes, and is never used again
 * @param username in lower case; the subject of tokens; never changes and is never given to another
 * @param displayName how people call them
 * @param externalId what the provisioning system calls them
 * @param roles names of role policies
 * @param fhirUser the resource that is them
 * @param active whether they may sign in
 * @param hasPassword whether they can do so with a password
 * @param mustChangePassword whether that password is only good for choosing another one
 * @param created when the account was made
 * @param changed when it was changed last
 * @param version counts the changes
 */
public record Account(
    UUID id,
    String username,
    String displayName,
    Optional<String> externalId,
    Set<String> roles,
    Optional<FhirUser> fhirUser,
    boolean active,
    boolean hasPassword,
    boolean mustChangePassword,
    Instant created,
    Instant changed,
    long version) {

  public Account {
    roles = Set.copyOf(roles);
  }
}
