package org.andiron.audit.security;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.Requester;
import org.andiron.security.AuthorizationEvent;
import org.andiron.security.TokenEvent;

/** What is recorded of tokens and of what apps are allowed. */
final class TokenRecords {

  private static final String REFRESH = "refresh_token";

  private final AuditTrail trail;
  private final Supplier<String> issuer;

  /**
   * @param issuer public root of the server
   */
  TokenRecords(AuditTrail trail, Supplier<String> issuer) {
    this.trail = trail;
    this.issuer = issuer;
  }

  AuditedEvent of(TokenEvent event) {
    if (event instanceof TokenEvent.Issued it) {
      return issued(it);
    }
    if (event instanceof TokenEvent.Refused it) {
      return trail
          .event(kind(it.wanted()), requester(it.client(), it.user(), Optional.empty()))
          .outcome(Outcome.refusal(reason(it.why()), it.status()))
          .build();
    }
    if (event instanceof TokenEvent.ClientRefused it) {
      return trail
          .event(
              EventKind.CLIENT_AUTHENTICATION,
              requester(it.client(), Optional.empty(), Optional.empty()))
          .outcome(
              Outcome.refusal(
                  it.replayed()
                      ? FailureReason.TOKEN_REPLAYED
                      : FailureReason.CLIENT_NOT_AUTHENTICATED,
                  it.status()))
          .build();
    }
    if (event instanceof TokenEvent.Revoked it) {
      return trail
          .event(
              EventKind.TOKEN_REVOKE, requester(Optional.of(it.client()), it.user(), it.tokenId()))
          .build();
    }
    TokenEvent.Introspected it = (TokenEvent.Introspected) event;
    return trail
        .event(
            EventKind.TOKEN_INTROSPECT,
            requester(Optional.of(it.client()), Optional.empty(), it.tokenId()))
        .build();
  }

  private AuditedEvent issued(TokenEvent.Issued event) {
    return trail
        .event(
            event.grantType().equals(REFRESH) ? EventKind.TOKEN_REFRESH : EventKind.TOKEN_ISSUE,
            requester(Optional.of(event.client()), event.user(), Optional.of(event.tokenId())))
        .query(
            RawQuery.token(
                issuer.get() + "/oauth2/token", event.grantType(), Optional.of(event.scope())))
        .build();
  }

  private static EventKind kind(TokenEvent.Wanted wanted) {
    return switch (wanted) {
      case TOKEN -> EventKind.TOKEN_ISSUE;
      case REFRESH -> EventKind.TOKEN_REFRESH;
      case REVOCATION -> EventKind.TOKEN_REVOKE;
      case INTROSPECTION -> EventKind.TOKEN_INTROSPECT;
    };
  }

  private static FailureReason reason(TokenEvent.Obstacle why) {
    return switch (why) {
      case VERIFIER -> FailureReason.PKCE_FAILED;
      case REPLAY -> FailureReason.TOKEN_REPLAYED;
      case GRANT -> FailureReason.INVALID_GRANT;
      case REQUEST -> FailureReason.MALFORMED;
    };
  }

  AuditedEvent of(AuthorizationEvent event) {
    if (event instanceof AuthorizationEvent.Allowed it) {
      return authorization(Optional.of(it.user()), Optional.of(it.client()))
          .patients(it.patient().stream().toList())
          .query(
              new RawQuery(
                  issuer.get() + "/oauth2/authorize",
                  "scope=" + String.join(" ", new TreeSet<>(it.scopes()))))
          .build();
    }
    if (event instanceof AuthorizationEvent.Denied it) {
      return authorization(Optional.of(it.user()), Optional.of(it.client()))
          .outcome(Outcome.failure(FailureReason.DENIED_BY_USER))
          .build();
    }
    if (event instanceof AuthorizationEvent.Refused it) {
      return authorization(it.user(), it.client())
          .outcome(Outcome.failure(FailureReason.NOT_ALLOWED))
          .build();
    }
    if (event instanceof AuthorizationEvent.TakenBack it) {
      return trail
          .event(
              EventKind.TOKEN_REVOKE,
              requester(Optional.of(it.client()), Optional.of(it.user()), Optional.empty()))
          .build();
    }
    AuthorizationEvent.Launched it = (AuthorizationEvent.Launched) event;
    return trail
        .event(EventKind.AUTHORIZATION)
        .patients(it.patient().stream().toList())
        .data(DataObject.named("launch for " + it.user()))
        .build();
  }

  private AuditedEvent.Builder authorization(Optional<String> user, Optional<String> client) {
    return trail.event(EventKind.AUTHORIZATION, requester(client, user, Optional.empty()));
  }

  /** Without the user's organization: it has no place in what is recorded of tokens. */
  private Requester requester(
      Optional<String> client, Optional<String> user, Optional<String> tokenId) {
    NetworkAddress address =
        trail.requester().client().map(ClientApp::address).orElse(NetworkAddress.name("unknown"));
    return new Requester(
        Optional.of(new ClientApp(client, "", address)),
        user.map(trail::user),
        Optional.empty(),
        Optional.empty(),
        tokenId,
        List.of());
  }
}
