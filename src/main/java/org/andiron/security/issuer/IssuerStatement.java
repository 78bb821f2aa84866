package org.andiron.security.issuer;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import com.fasterxml.jackson.databind.JsonNode;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * Says in the CapabilityStatement where the endpoints of the issuer are.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html#declaring-support-for-oauth2-endpoints">Declaring
 *     support for OAuth2 endpoints</a>
 */
final class IssuerStatement implements CapabilityCustomizer {

  private static final String URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final String SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  private final IssuerMetadata metadata;

  IssuerStatement(IssuerMetadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public void customize(CapabilityStatement statement) {
    JsonNode issuer = issuer();
    for (CapabilityStatementRestComponent rest : statement.getRest()) {
      CapabilityStatementRestSecurityComponent security = rest.getSecurity();
      security.setCors(true);
      security
          .addService()
          .setText("OAuth2 using SMART-on-FHIR profile (see http://docs.smarthealthit.org)")
          .addCoding()
          .setSystem(SERVICES)
          .setCode("SMART-on-FHIR")
          .setDisplay("SMART-on-FHIR");
      Extension uris = security.addExtension().setUrl(URIS);
      add(uris, "authorize", issuer.path("authorization_endpoint").asText());
      add(uris, "token", issuer.path("token_endpoint").asText());
      add(uris, "introspect", issuer.path("introspection_endpoint").asText());
      add(uris, "revoke", issuer.path("revocation_endpoint").asText());
    }
  }

  private JsonNode issuer() {
    try {
      return metadata.document();
    } catch (IssuerUnavailableException e) {
      UnclassifiedServerFailureException unavailable =
          new UnclassifiedServerFailureException(503, e.getMessage());
      unavailable.addResponseHeader("Retry-After", "10");
      throw unavailable;
    }
  }

  private static void add(Extension uris, String name, String url) {
    if (!url.isEmpty()) {
      uris.addExtension(name, new UriType(url));
    }
  }
}
