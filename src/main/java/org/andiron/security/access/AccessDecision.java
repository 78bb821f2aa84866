package org.andiron.security.access;

import java.util.Optional;
import java.util.Set;
import org.andiron.visibility.Visibility;

/** Whether a request may be carried out. */
sealed interface AccessDecision {

  /**
   * It may.
   *
   * @param visibility what exists for it
   * @param shown types of which it may show resources; {@code *} for all
   */
  record Allowed(Visibility visibility, Set<String> shown) implements AccessDecision {

    public Allowed {
      shown = Set.copyOf(shown);
    }
  }

  /**
   * It may not.
   *
   * @param reason what stands against it
   * @param explanation in a sentence for the client, of nothing that it has not sent
   * @param scope which would do, if a scope is missing
   */
  record Refused(Reason reason, String explanation, Optional<String> scope)
      implements AccessDecision {}

  /** What can stand against a request. */
  enum Reason {
    /** No scope of the token allows it. */
    SCOPE,
    /** No role of the user allows it. */
    ROLE,
    /** Scope and role would allow it, but not for any patient of this user or token. */
    CONTEXT
  }
}
