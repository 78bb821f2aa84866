package org.andiron.security.authserver.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.text.ParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.security.authserver.client.ClientRegistration.Authentication;
import org.andiron.security.scope.ScopeReading.Refused;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;

/**
 * Reads client metadata as files and the registration endpoint have them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">Client metadata, RFC 7591</a>
 */
final class ClientMetadata {

  static final String CLIENT_ID = "client_id";
  static final String SECRET = "client_secret";
  static final String SECRET_DIGEST = "andiron_client_secret_digest";

  private static final String PURPOSE_HEADER = "purpose_of_use_header";

  private static final String AUTHORIZATION_CODE = "authorization_code";
  private static final String CLIENT_CREDENTIALS = "client_credentials";
  private static final Set<String> GRANTS =
      Set.of(AUTHORIZATION_CODE, "refresh_token", CLIENT_CREDENTIALS);

  /** Members that mean something here, and those that are for people alone. */
  private static final Set<String> MEMBERS =
      Set.of(
          CLIENT_ID,
          SECRET,
          SECRET_DIGEST,
          "client_name",
          "redirect_uris",
          "grant_types",
          "response_types",
          "token_endpoint_auth_method",
          "jwks",
          "jwks_uri",
          "scope",
          "launch_uri",
          "logo_uri",
          "client_uri",
          "policy_uri",
          "tos_uri",
          "contacts",
          "software_id",
          "software_version",
          "andiron_skip_authorization_page",
          "andiron_create_launches",
          "andiron_device",
          "purpose_of_use",
          PURPOSE_HEADER);

  private final JsonNode json;

  private ClientMetadata(JsonNode json) {
    this.json = json;
  }

  /**
   * Reads and checks.
   *
   * @throws InvalidClientMetadataException naming the first member at fault
   */
  static ClientRegistration read(JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidClientMetadataException("client metadata", "must be a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                throw new InvalidClientMetadataException(
                    name, "is not a known member; known are " + new TreeSet<>(MEMBERS));
              }
            });
    return new ClientMetadata(json).read();
  }

  private ClientRegistration read() {
    String clientId = required(CLIENT_ID);
    if (!clientId.matches("[\\x21-\\x7e]{1,200}")) {
      throw new InvalidClientMetadataException(
          CLIENT_ID, "must be 1 to 200 visible characters of ASCII");
    }
    Set<String> grants = grants();
    Authentication authentication = authentication();
    Optional<JWKSet> keys = keys();
    Optional<URI> keysUri = uri("jwks_uri");
    if (authentication == Authentication.PRIVATE_KEY_JWT
        && keys.isPresent() == keysUri.isPresent()) {
      throw new InvalidClientMetadataException(
          "jwks", "private_key_jwt needs either jwks or jwks_uri");
    }
    if (grants.contains(CLIENT_CREDENTIALS) && authentication != Authentication.PRIVATE_KEY_JWT) {
      throw new InvalidClientMetadataException(
          "token_endpoint_auth_method", "client_credentials needs private_key_jwt");
    }
    return new ClientRegistration(
        clientId,
        text("client_name").orElse(clientId),
        redirectUris(grants),
        grants,
        authentication,
        keys,
        keysUri,
        secretDigest(authentication),
        scopes(grants),
        uri("launch_uri"),
        uri("logo_uri"),
        flag("andiron_skip_authorization_page"),
        flag("andiron_create_launches"),
        purposesOfUse(),
        device(),
        flag(PURPOSE_HEADER));
  }

  private Set<String> grants() {
    Set<String> grants = texts("grant_types").orElse(Set.of(AUTHORIZATION_CODE));
    if (grants.isEmpty() || !GRANTS.containsAll(grants)) {
      throw new InvalidClientMetadataException(
          "grant_types", "must be some of " + new TreeSet<>(GRANTS));
    }
    if (!texts("response_types").orElse(Set.of("code")).equals(Set.of("code"))
        && grants.contains(AUTHORIZATION_CODE)) {
      throw new InvalidClientMetadataException("response_types", "must be [\"code\"]");
    }
    return grants;
  }

  private Authentication authentication() {
    String method = text("token_endpoint_auth_method").orElse("client_secret_basic");
    return Arrays.stream(Authentication.values())
        .filter(it -> it.text().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidClientMetadataException(
                    "token_endpoint_auth_method",
                    "must be one of "
                        + Arrays.stream(Authentication.values())
                            .map(Authentication::text)
                            .toList()));
  }

  private Set<String> redirectUris(Set<String> grants) {
    Set<String> uris = texts("redirect_uris").orElse(Set.of());
    if (grants.contains(AUTHORIZATION_CODE) == uris.isEmpty()) {
      throw new InvalidClientMetadataException(
          "redirect_uris", "must be there with authorization_code, and only with it");
    }
    uris.forEach(uri -> ClientUris.redirect("redirect_uris", uri));
    return uris;
  }

  private Optional<String> secretDigest(Authentication authentication) {
    Optional<String> secret = text(SECRET);
    Optional<String> digest = text(SECRET_DIGEST);
    if ((secret.isPresent() || digest.isPresent()) != authentication.hasSecret()
        || (secret.isPresent() && digest.isPresent())) {
      throw new InvalidClientMetadataException(
          SECRET,
          "must be there, itself or as " + SECRET_DIGEST + ", with client_secret_*, and only then");
    }
    if (secret.isPresent() && secret.get().length() < SecretDigest.LEAST_LENGTH) {
      throw new InvalidClientMetadataException(
          SECRET, "must be random and of at least " + SecretDigest.LEAST_LENGTH + " characters");
    }
    if (digest.isPresent() && !SecretDigest.isDigest(digest.get())) {
      throw new InvalidClientMetadataException(
          SECRET_DIGEST, "must be 'sha256:' and the digest in base64url");
    }
    return secret.map(it -> new SecretDigest().encode(it)).or(() -> digest);
  }

  private Optional<JWKSet> keys() {
    if (!json.has("jwks")) {
      return Optional.empty();
    }
    try {
      JWKSet keys = JWKSet.parse(json.get("jwks").toString());
      for (JWK key : keys.getKeys()) {
        if (key.isPrivate()) {
          throw new InvalidClientMetadataException("jwks", "has a private key; it is known now");
        }
        boolean usable =
            (key instanceof RSAKey rsa && rsa.size() >= 2048)
                || (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_384));
        if (!usable || key.getKeyID() == null) {
          throw new InvalidClientMetadataException(
              "jwks", "each key must have a kid and be RSA of 2048 bits or more, or EC P-384");
        }
      }
      return Optional.of(keys);
    } catch (ParseException e) {
      throw new InvalidClientMetadataException("jwks", "is not a JSON Web Key Set");
    }
  }

  private SmartScopes scopes(Set<String> grants) {
    SmartScopes.Reading reading = SmartScopes.read(required("scope"));
    if (!reading.refused().isEmpty()) {
      throw new InvalidClientMetadataException(
          "scope",
          reading.refused().stream()
              .map(ClientMetadata::describe)
              .collect(Collectors.joining("; ")));
    }
    for (SmartScope scope : reading.scopes().resourceScopes()) {
      String grant = scope.level() == Level.SYSTEM ? CLIENT_CREDENTIALS : AUTHORIZATION_CODE;
      if (!grants.contains(grant)) {
        throw new InvalidClientMetadataException(
            "scope", scope.level().text() + "/ scopes need the grant type " + grant);
      }
    }
    return reading.scopes();
  }

  private Set<String> purposesOfUse() {
    Set<String> purposes = texts("purpose_of_use").orElse(Set.of());
    if (!purposes.stream().allMatch(it -> it.matches("[A-Z]{1,20}"))) {
      throw new InvalidClientMetadataException(
          "purpose_of_use", "must be codes of v3-ActReason, such as TREAT");
    }
    return purposes;
  }

  private Optional<String> device() {
    Optional<String> device = text("andiron_device");
    if (device.filter(it -> !it.matches("Device/[A-Za-z0-9.-]{1,64}")).isPresent()) {
      throw new InvalidClientMetadataException("andiron_device", "must be like Device/12");
    }
    return device;
  }

  private static String describe(Refused refused) {
    return "'" + refused.text() + "': " + refused.reason();
  }

  private String required(String member) {
    return text(member)
        .orElseThrow(() -> new InvalidClientMetadataException(member, "must be there"));
  }

  private Optional<String> text(String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new InvalidClientMetadataException(member, "must be a string that is not empty");
    }
    return Optional.of(value.asText());
  }

  private Optional<Set<String>> texts(String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode item : value) {
      texts.add(item.isTextual() ? item.asText() : "");
    }
    if (!value.isArray() || texts.contains("")) {
      throw new InvalidClientMetadataException(member, "must be an array of strings");
    }
    return Optional.of(texts);
  }

  private Optional<URI> uri(String member) {
    return text(member).map(it -> ClientUris.web(member, it));
  }

  private boolean flag(String member) {
    JsonNode value = json.path(member);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new InvalidClientMetadataException(member, "must be true or false");
    }
    return value.asBoolean(false);
  }
}
