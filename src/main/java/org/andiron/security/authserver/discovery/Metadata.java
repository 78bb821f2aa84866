package org.andiron.security.authserver.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.security.PublicAddress;
import org.andiron.security.resourceserver.SecurityStatement.Endpoints;

/**
 * The documents that say where the endpoints are and what they can do.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART
 *     conformance</a>
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
final class Metadata {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> AUTHENTICATION =
      List.of("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
  private static final List<String> CONFIDENTIAL = AUTHENTICATION.subList(0, 3);
  private static final List<String> ALGORITHMS = List.of("RS384", "ES384");

  /** What the server can do of SMART; each is shown by a test. */
  private static final List<String> CAPABILITIES =
      List.of(
          "launch-ehr",
          "launch-standalone",
          "authorize-post",
          "client-public",
          "client-confidential-symmetric",
          "client-confidential-asymmetric",
          "sso-openid-connect",
          "context-banner",
          "context-style",
          "context-ehr-patient",
          "context-ehr-encounter",
          "context-standalone-patient",
          "permission-offline",
          "permission-online",
          "permission-patient",
          "permission-user",
          "permission-v1",
          "permission-v2");

  private static final List<String> SCOPES =
      List.of(
          "openid",
          "fhirUser",
          "launch",
          "launch/patient",
          "launch/encounter",
          "offline_access",
          "online_access",
          "patient/*.cruds",
          "user/*.cruds",
          "system/*.cruds");

  private final PublicAddress address;

  Metadata(PublicAddress address) {
    this.address = address;
  }

  /** The document at {@code /fhir/.well-known/smart-configuration}. */
  String smart() {
    Map<String, Object> document = common();
    document.put("capabilities", CAPABILITIES);
    return json(document);
  }

  /** The document at {@code /.well-known/openid-configuration}. */
  String openId() {
    Map<String, Object> document = common();
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put(
        "claims_supported",
        List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "fhirUser"));
    document.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
    document.put("request_parameter_supported", false);
    document.put("request_uri_parameter_supported", false);
    return json(document);
  }

  /** Where apps ask. */
  Endpoints endpoints() {
    String issuer = address.issuer();
    return new Endpoints(
        issuer + "/oauth2/authorize",
        issuer + "/oauth2/token",
        issuer + "/oauth2/introspect",
        issuer + "/oauth2/revoke");
  }

  private Map<String, Object> common() {
    Endpoints endpoints = endpoints();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", address.issuer());
    document.put("jwks_uri", address.issuer() + "/oauth2/jwks");
    document.put("authorization_endpoint", endpoints.authorize());
    document.put("token_endpoint", endpoints.token());
    document.put("token_endpoint_auth_methods_supported", AUTHENTICATION);
    document.put("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    document.put("introspection_endpoint", endpoints.introspect());
    document.put("introspection_endpoint_auth_methods_supported", CONFIDENTIAL);
    document.put("introspection_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    document.put("revocation_endpoint", endpoints.revoke());
    document.put("revocation_endpoint_auth_methods_supported", AUTHENTICATION);
    document.put("revocation_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    document.put("scopes_supported", SCOPES);
    document.put("response_types_supported", List.of("code"));
    document.put("response_modes_supported", List.of("query"));
    document.put(
        "grant_types_supported",
        List.of("authorization_code", "refresh_token", "client_credentials"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("authorization_response_iss_parameter_supported", true);
    return document;
  }

  private static String json(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and lists can be written", e);
    }
  }
}
