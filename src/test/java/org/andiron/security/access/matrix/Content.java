package org.andiron.security.access.matrix;

import java.util.Optional;
import java.util.Set;

/**
 * What decides who may do what with a resource.
 *
 * @param patients of whose records it is part
 * @param matching whether the queries of granular scopes find it
 * @param owner whose it is, if it is a Subscription
 */
record Content(String type, Set<String> patients, boolean matching, Owner owner) {

  /** Whose a Subscription is. */
  enum Owner {
    /** The caller's. */
    CALLER,
    /** The same user's, by another app. */
    CALLER_BY_ANOTHER_APP,
    /** Another user's, by the same app. */
    ANOTHER_BY_THE_SAME_APP,
    /** Nobody's: stored while nobody was asked who they are. And whatever is no Subscription. */
    NOBODY;

    /** As the server keeps it. */
    Optional<String> party(String app, String user) {
      return switch (this) {
        case CALLER -> Optional.of(app + "\n" + user);
        case CALLER_BY_ANOTHER_APP -> Optional.of("matrix-app\n" + user);
        case ANOTHER_BY_THE_SAME_APP -> Optional.of(app + "\nmatrix-user");
        case NOBODY -> Optional.empty();
      };
    }
  }

  static Content of(String type, Set<String> patients, boolean matching) {
    return new Content(type, patients, matching, Owner.NOBODY);
  }

  static Content subscription(Owner owner) {
    return new Content("Subscription", Set.of(), false, owner);
  }
}
