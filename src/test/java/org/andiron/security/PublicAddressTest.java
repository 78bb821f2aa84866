package org.andiron.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Set;
import org.andiron.server.OwnBaseUrls;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;

class PublicAddressTest {

  private static final int PORT = 8080;

  private static PublicAddress started(String baseUrl) {
    OwnBaseUrls own = mock(OwnBaseUrls.class);
    when(own.at(PORT)).thenReturn(Set.of(baseUrl));
    PublicAddress address = new PublicAddress(own);
    WebServer server = mock(WebServer.class);
    when(server.getPort()).thenReturn(PORT);
    WebServerInitializedEvent started =
        new ServletWebServerInitializedEvent(server, new ServletWebServerApplicationContext());
    address.listen(started);
    return address;
  }

  @Test
  void theIssuerIsTheRootOfTheHost() {
    PublicAddress address = started("https://fhir.example.org/fhir");
    assertThat(address.issuer()).isEqualTo("https://fhir.example.org");
    assertThat(address.fhirBase()).isEqualTo("https://fhir.example.org/fhir");
  }

  /** Links of the pages would lead to the root of the host, where another server is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/andiron/fhir",
        "https://example.org/andiron",
        "https://example.org",
        "https://example.org/r4-fhir"
      })
  void aPathBeforeThatOfTheEndpointStopsTheStart(String baseUrl) {
    assertThatThrownBy(() -> started(baseUrl))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("andiron.server.base-url must be the root of a host and /fhir");
  }
}
