package org.andiron.security;

import java.util.Optional;
import java.util.Set;

/**
 * A person with an account, as tokens tell of them.
 *
 * @param name unique and never given to anybody else: the subject of tokens
 * @param displayName how people call them
 * @param fhirUser the resource that is them, such as {@code Practitioner/12}
 * @param roles names of role policies
 */
public record KnownUser(
    String name, String displayName, Optional<String> fhirUser, Set<String> roles) {

  public KnownUser {
    roles = Set.copyOf(roles);
  }
}
