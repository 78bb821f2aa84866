package org.andiron.security.authserver.discovery;

import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * Says in the CapabilityStatement where the endpoints are, for apps that look there.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html#declaring-support-for-oauth2-endpoints">Declaring
 *     support for OAuth2 endpoints</a>
 */
final class SecurityStatement implements CapabilityCustomizer {

  private static final String URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final String SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  private final Metadata metadata;

  SecurityStatement(Metadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public void customize(CapabilityStatement statement) {
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
      add(uris, "authorize", metadata.authorizationEndpoint());
      add(uris, "token", metadata.tokenEndpoint());
      add(uris, "introspect", metadata.introspectionEndpoint());
      add(uris, "revoke", metadata.revocationEndpoint());
    }
  }

  private static void add(Extension uris, String name, String url) {
    uris.addExtension(name, new UriType(url));
  }
}
