package org.andiron.security.subscriber;

import java.util.Optional;
import org.andiron.security.Caller;

/**
 * Who stored a Subscription, and with what token.
 *
 * @param party see {@link Caller#party}
 * @param subject the user; the client itself if no user stands behind it
 * @param client id of the client
 * @param scopes of the token
 * @param patient id of the Patient in context of the token
 * @param issuer see {@link Caller#issuer}
 */
record SubscriptionOwner(
    String party,
    String subject,
    String client,
    String scopes,
    Optional<String> patient,
    Optional<String> issuer) {

  static SubscriptionOwner of(Caller caller) {
    return new SubscriptionOwner(
        caller.party(),
        caller.subject(),
        caller.client(),
        caller.scopes().text(),
        caller.patient(),
        caller.issuer());
  }
}
