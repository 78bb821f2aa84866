package org.andiron.risk.feedback;

import java.util.Optional;
import org.andiron.security.Caller;

/**
 * Who tells what became of a card.
 *
 * @param issuer who named the other two; empty for this server
 * @param client the app; empty where nobody signs in
 * @param subject the user, or the client again if none stands behind it
 */
public record Giver(String issuer, String client, String subject) {

  /** Whoever calls; the same one for all where nobody signs in. */
  public static Giver of(Optional<Caller> caller) {
    return caller
        .map(it -> new Giver(it.issuer().orElse(""), it.client(), it.subject()))
        .orElse(new Giver("", "", ""));
  }
}
