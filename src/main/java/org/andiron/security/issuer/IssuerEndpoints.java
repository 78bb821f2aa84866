package org.andiron.security.issuer;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import org.andiron.security.resourceserver.SecurityStatement.Endpoints;

/** The endpoints that the issuer names; as long as it cannot be asked, there is no answer. */
final class IssuerEndpoints implements Supplier<Endpoints> {

  private final IssuerMetadata metadata;

  IssuerEndpoints(IssuerMetadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public Endpoints get() {
    JsonNode issuer = issuer();
    return new Endpoints(
        issuer.path("authorization_endpoint").asText(""),
        issuer.path("token_endpoint").asText(""),
        issuer.path("introspection_endpoint").asText(""),
        issuer.path("revocation_endpoint").asText(""));
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
}
