package org.andiron.audit.event;

import java.util.List;
import java.util.Optional;

/**
 * On whose request something happens: the same for all events of one request.
 *
 * @param client the app; empty if the server acts by itself
 * @param user who stands behind the app
 * @param organization for which the user works
 * @param onBehalfOf whose rights are made use of, as the patient's by a relative
 * @param tokenId {@code jti} of the token with which the request came; in events of tokens, of the
 *     token that it is about
 * @param purposes what it is for
 */
public record Requester(
    Optional<ClientApp> client,
    Optional<HumanUser> user,
    Optional<Party> organization,
    Optional<Party> onBehalfOf,
    Optional<String> tokenId,
    List<Code> purposes) {

  /** Nobody: the server acts by itself. */
  public static final Requester SERVER =
      new Requester(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  /**
   * @throws IllegalArgumentException if a token is nobody's
   */
  public Requester {
    purposes = List.copyOf(purposes);
    tokenId = tokenId.filter(it -> !it.isEmpty());
    if (tokenId.isPresent() && client.isEmpty() && user.isEmpty()) {
      throw new IllegalArgumentException("a token is that of a client or of a user");
    }
  }

  /** Somebody of whom only the connection is known. */
  public static Requester unknown(NetworkAddress address) {
    return new Requester(
        Optional.of(ClientApp.unknown(address)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
