package org.andiron.security.resourceserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.security.resourceserver.SecurityStatement.Endpoints;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Extension;
import org.junit.jupiter.api.Test;

class SecurityStatementTest {

  private static Extension uris(Endpoints endpoints) {
    CapabilityStatement statement = new CapabilityStatement();
    statement.addRest();
    new SecurityStatement(() -> endpoints).customize(statement);
    return statement
        .getRestFirstRep()
        .getSecurity()
        .getExtensionByUrl("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
  }

  @Test
  void everyEndpointIsStatedUnderItsName() {
    assertThat(uris(new Endpoints("urn:a", "urn:t", "urn:i", "urn:r")).getExtension())
        .extracting(it -> it.getUrl() + "=" + it.getValue().primitiveValue())
        .containsExactly("authorize=urn:a", "token=urn:t", "introspect=urn:i", "revoke=urn:r");
  }

  @Test
  void anEndpointThatTheIssuerDoesNotHaveIsNotStated() {
    assertThat(uris(new Endpoints("urn:a", "urn:t", "", "")).getExtension())
        .extracting(Extension::getUrl)
        .containsExactly("authorize", "token");
  }
}
