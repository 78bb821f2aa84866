package org.andiron.security.subscriber;

import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.scope.SmartScopes;

/** Finds out what is left now of the rights of whoever stored a Subscription. */
public interface OwnerLookup {

  /**
   * Looks an owner up.
   *
   * @param issuer who issued the token with which the Subscription was stored, if it was not this
   *     server
   * @param subject the user; the client itself if no user stands behind it
   * @param client id of the client
   * @param scopes of the token with which the Subscription was stored
   * @param patient in context of that token
   */
  Found find(
      Optional<String> issuer,
      String subject,
      String client,
      SmartScopes scopes,
      Optional<String> patient);

  /** What was found. */
  sealed interface Found {

    /** The owner, with the rights that are left. */
    record Owner(Caller caller) implements Found {}

    /**
     * None.
     *
     * @param reason a sentence for whoever reads the Subscription
     */
    record Nobody(String reason) implements Found {}

    /** None, as the owner has a token of an issuer whose tokens are not taken any more. */
    Nobody ELSEWHERE =
        new Nobody(
            "Its owner stored it with a token of another issuer than the one whose tokens are taken"
                + " now. Store it again.");
  }
}
