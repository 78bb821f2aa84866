package org.andiron.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class OwnBaseUrlsTest {

  @Test
  void theConfiguredBaseUrlIsTheOnlyOne() throws Exception {
    URI configured = URI.create("https://fhir.example.org/fhir/");

    assertThat(new OwnBaseUrls(configured, InetAddress.getByName("127.0.0.1"), false).at(8080))
        .containsExactly("https://fhir.example.org/fhir");
  }

  @Test
  void aServerOnThisMachineHasItsLoopbackNames() throws Exception {
    for (InetAddress address :
        new InetAddress[] {
          null, InetAddress.getByName("0.0.0.0"), InetAddress.getByName("127.0.0.1")
        }) {
      assertThat(new OwnBaseUrls(null, address, false).at(8080))
          .containsExactly(
              "http://localhost:8080/fhir", "http://127.0.0.1:8080/fhir", "http://[::1]:8080/fhir");
    }
  }

  @Test
  void aServerOnOneAddressHasThatOne() throws Exception {
    assertThat(new OwnBaseUrls(null, InetAddress.getByName("192.0.2.7"), false).at(8080))
        .containsExactly("http://192.0.2.7:8080/fhir");
    assertThat(new OwnBaseUrls(null, InetAddress.getByName("2001:db8::7"), false).at(8080))
        .containsExactly("http://[2001:db8:0:0:0:0:0:7]:8080/fhir");
  }

  @Test
  void thePortOfTheSchemeMayBeLeftOut() throws Exception {
    InetAddress address = InetAddress.getByName("192.0.2.7");

    assertThat(new OwnBaseUrls(null, address, false).at(80))
        .containsExactly("http://192.0.2.7:80/fhir", "http://192.0.2.7/fhir");
    assertThat(new OwnBaseUrls(null, address, true).at(443))
        .containsExactly("https://192.0.2.7:443/fhir", "https://192.0.2.7/fhir");
    assertThat(new OwnBaseUrls(null, address, true).at(80))
        .containsExactly("https://192.0.2.7:80/fhir");
  }
}
