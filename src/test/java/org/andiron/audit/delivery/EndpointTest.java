package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.andiron.audit.delivery.Wires.Manner;
import org.andiron.startup.StartupRefusedException;
import org.apache.http.entity.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

class EndpointTest {

  private static final Set<Scheme> ALL = EnumSet.allOf(Scheme.class);

  @ParameterizedTest
  @CsvSource({
    "syslog+udp://h, SYSLOG_UDP, 514",
    "syslog+tcp://h, SYSLOG_TCP, 601",
    "syslog+tls://H, SYSLOG_TLS, 6514",
    "syslog+tls://h:1, SYSLOG_TLS, 1",
    "tcp://h:9, TCP, 9",
    "tls://h:9, TLS, 9",
    "http://h/a?b=c, HTTP, 80",
    "HTTPS://h, HTTPS, 443",
  })
  void itIsRead(URI uri, Scheme scheme, int port) {
    Endpoint endpoint = Endpoint.of("key", uri, ALL);
    assertThat(endpoint.scheme()).isEqualTo(scheme);
    assertThat(endpoint.host()).isEqualTo("h");
    assertThat(endpoint.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h, must begin with syslog+udp://",
    "h:514, must begin with",
    "tcp://h, must have a port",
    "tcp://h:0, must have a port",
    "tcp://h:65536, must have a port",
    "syslog+tls://h/path, must end after host and port",
    "syslog+tls://h?q, must end after host and port",
    "https://user:pw@h, must not carry a user or password",
    "syslog+tls:///, must name a host",
  })
  void anotherIsRefused(URI uri, String why) {
    assertThatThrownBy(() -> Endpoint.of("andiron.key", uri, ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("andiron.key ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void aSchemeThatIsNotForTheSettingIsRefused() {
    assertThatThrownBy(() -> Endpoint.of("k", URI.create("http://h"), Scheme.SYSLOG))
        .hasMessage("k must begin with syslog+udp://, syslog+tcp://, syslog+tls://");
  }

  @Test
  void itsTextShowsNoPathAndNoQuery() {
    assertThat(Endpoint.of("k", URI.create("https://h/secret?key=1"), ALL))
        .hasToString("https://h:443");
  }

  @ParameterizedTest
  @CsvSource({
    "syslog+udp://127.0.0.1",
    "syslog+tls://127.0.0.1",
    "tcp://127.0.0.1:9",
    "https://127.0.0.1/",
  })
  void whereTheServerMayNotConnectToItIsNotOpened(URI uri) {
    Endpoint endpoint = Endpoint.of("k", uri, ALL);
    assertThatThrownBy(() -> open(endpoint, new Manner(null, null, true), "*"))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage(
            "a.b.target: 127.0.0.1: this server may not call that host (settings"
                + " andiron.egress.allow and andiron.egress.allow-private)");
    assertThatCode(() -> open(endpoint, new Manner(null, null, true), "127.0.0.1"))
        .doesNotThrowAnyException();
  }

  @Test
  void anSslBundleThatThereIsNotIsRefused() {
    Endpoint endpoint = Endpoint.of("k", URI.create("tls://127.0.0.1:9"), ALL);
    assertThatThrownBy(() -> open(endpoint, new Manner(null, "siem", true), "127.0.0.1"))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage("a.b.ssl-bundle: there is no spring.ssl.bundle.pem.siem");
  }

  private static void open(Endpoint endpoint, Manner manner, String... allowed) {
    new Wires(Receivers.allowing(allowed), mock(), new DefaultSslBundleRegistry())
        .open("a.b", "target", endpoint, ContentType.APPLICATION_JSON, manner)
        .close();
  }
}
