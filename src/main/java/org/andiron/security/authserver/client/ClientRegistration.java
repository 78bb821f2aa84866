package org.andiron.security.authserver.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.scope.SmartScopes;

/**
 * An app or a backend system that may ask for tokens.
 *
 * @param clientId unique
 * @param name as users see it
 * @param redirectUris where authorization codes may be sent, compared character by character
 * @param grantTypes {@code authorization_code}, {@code refresh_token}, {@code client_credentials}
 * @param authentication how the client proves who it is
 * @param keys its public keys, if they are registered inline
 * @param keysUri where its public keys are, if they are not
 * @param secretDigest digest of its secret, if it has one
 * @param scopes the most that it can get
 * @param launchUri where an EHR opens it
 * @param logoUri a picture of it
 * @param skipsAuthorizationPage whether users are not asked, because the operator has decided for
 *     them
 * @param createsLaunches whether it is an EHR that starts other apps
 * @param purposesOfUse what it is for, as codes of v3-ActReason; empty if that depends on its user
 * @param device the resource that is the app, such as {@code Device/12}, if there is one
 * @param declaresPurpose whether it may say with each request what it is for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">Client metadata, RFC 7591</a>
 */
public record ClientRegistration(
    String clientId,
    String name,
    Set<String> redirectUris,
    Set<String> grantTypes,
    Authentication authentication,
    Optional<JWKSet> keys,
    Optional<URI> keysUri,
    Optional<String> secretDigest,
    SmartScopes scopes,
    Optional<URI> launchUri,
    Optional<URI> logoUri,
    boolean skipsAuthorizationPage,
    boolean createsLaunches,
    Set<String> purposesOfUse,
    Optional<String> device,
    boolean declaresPurpose) {

  /** How a client proves who it is at the token endpoint. */
  public enum Authentication {
    /** Not at all: a public client. */
    NONE("none"),
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    /** With an assertion that it signed. */
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String text;

    Authentication(String text) {
      this.text = text;
    }

    /** As metadata name it. */
    public String text() {
      return text;
    }

    boolean hasSecret() {
      return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }
  }

  public ClientRegistration {
    redirectUris = Set.copyOf(redirectUris);
    grantTypes = Set.copyOf(grantTypes);
    purposesOfUse = Set.copyOf(purposesOfUse);
  }

  /** Whether the client may use a grant. */
  public boolean mayUse(String grantType) {
    return grantTypes.contains(grantType);
  }
}
