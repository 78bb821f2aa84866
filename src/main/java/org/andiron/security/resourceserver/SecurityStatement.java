package org.andiron.security.resourceserver;

import java.util.function.Supplier;
import org.andiron.server.CapabilityCustomizer;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * Says in the CapabilityStatement where the endpoints of the issuer of tokens are, for apps that
 * look there.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html#declaring-support-for-oauth2-endpoints">Declaring
 *     support for OAuth2 endpoints</a>
 */
public final class SecurityStatement implements CapabilityCustomizer {

  private static final String URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final String SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  private final Supplier<Endpoints> endpoints;

  /** Where an issuer is asked; empty where it has no such endpoint. */
  public record Endpoints(String authorize, String token, String introspect, String revoke) {}

  /**
   * States what the supplier gives at the time of each request.
   *
   * @param endpoints are not known before this server listens, or its issuer answers
   */
  public SecurityStatement(Supplier<Endpoints> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public void customize(CapabilityStatement statement) {
    Endpoints stated = endpoints.get();
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
      add(uris, "authorize", stated.authorize());
      add(uris, "token", stated.token());
      add(uris, "introspect", stated.introspect());
      add(uris, "revoke", stated.revoke());
    }
  }

  private static void add(Extension uris, String name, String url) {
    if (!url.isEmpty()) {
      uris.addExtension(name, new UriType(url));
    }
  }
}
