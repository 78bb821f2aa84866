package org.andiron.security.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The document that sends apps to the issuer. It promises what this server does itself, and what
 * the issuer says that it can do; more only if the operator says so.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART
 *     conformance</a>
 */
final class IssuerSmartConfiguration {

  private static final JsonMapper JSON = new JsonMapper();

  /** Members that apps need, and that the issuer's own document has under the same name. */
  private static final List<String> MEMBERS =
      List.of(
          "issuer",
          "jwks_uri",
          "authorization_endpoint",
          "token_endpoint",
          "token_endpoint_auth_methods_supported",
          "token_endpoint_auth_signing_alg_values_supported",
          "registration_endpoint",
          "introspection_endpoint",
          "revocation_endpoint",
          "end_session_endpoint",
          "scopes_supported",
          "response_types_supported",
          "grant_types_supported");

  private static final List<String> OF_THIS_SERVER =
      List.of("permission-patient", "permission-user", "permission-v1", "permission-v2");

  private final IssuerMetadata metadata;
  private final List<String> furtherCapabilities;

  IssuerSmartConfiguration(IssuerMetadata metadata, List<String> furtherCapabilities) {
    this.metadata = metadata;
    this.furtherCapabilities = furtherCapabilities;
  }

  String document() throws IssuerUnavailableException {
    JsonNode issuer = metadata.document();
    ObjectNode document = JSON.createObjectNode();
    for (String member : MEMBERS) {
      if (issuer.hasNonNull(member)) {
        document.set(member, issuer.get(member));
      }
    }
    ArrayNode challenges = document.putArray("code_challenge_methods_supported");
    if (lists(issuer, "code_challenge_methods_supported", "S256")) {
      // SMART allows no other, also where the issuer would.
      challenges.add("S256");
    }
    capabilities(issuer).forEach(document.putArray("capabilities")::add);
    return document.toString();
  }

  private Set<String> capabilities(JsonNode issuer) {
    Set<String> capabilities = new LinkedHashSet<>(OF_THIS_SERVER);
    String methods = "token_endpoint_auth_methods_supported";
    if (lists(issuer, methods, "client_secret_basic")) {
      capabilities.add("client-confidential-symmetric");
    }
    if (lists(issuer, methods, "private_key_jwt")) {
      capabilities.add("client-confidential-asymmetric");
    }
    if (lists(issuer, methods, "none")) {
      capabilities.add("client-public");
    }
    if (lists(issuer, "scopes_supported", "offline_access")) {
      capabilities.add("permission-offline");
    }
    capabilities.addAll(furtherCapabilities);
    return capabilities;
  }

  private static boolean lists(JsonNode document, String member, String value) {
    for (JsonNode listed : document.path(member)) {
      if (listed.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }
}
