package org.andiron.server.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.andiron.testsupport.AndironIT;
import org.hl7.fhir.utilities.filesystem.ManagedFileAccess;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.junit.jupiter.api.Test;

class EgressIT extends AndironIT {

  @Test
  void theCoreLibraryMayNotUseTheNetwork() {
    assertThat(ManagedWebAccess.getAccessPolicy())
        .isEqualTo(ManagedWebAccess.WebAccessPolicy.PROHIBITED);
  }

  @Test
  void theCoreLibraryMayNotKeepPackagesInTheUsersHome() {
    assertThat(ManagedFileAccess.getAccessPolicy())
        .isEqualTo(ManagedFileAccess.FileAccessPolicy.PROHIBITED);
  }

  @Test
  void fhirClientsOfTheServerGoThroughTheGuardedClient() {
    var client = fhirContext().newRestfulGenericClient("http://10.255.255.1/fhir");
    assertThatThrownBy(() -> client.read().resource("Patient").withId("x").execute())
        .hasRootCauseInstanceOf(EgressRefusedException.class);
  }
}
