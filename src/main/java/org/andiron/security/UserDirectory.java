package org.andiron.security;

import java.util.Optional;

/** Who has an account. Asked for each new token, so that a change of an account counts at once. */
@FunctionalInterface
public interface UserDirectory {

  /** The user of that name if their account may be used now: neither locked nor ended. */
  Optional<KnownUser> find(String name);
}
