package org.andiron.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.andiron.security.SecurityProperties.Mode;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

class ListeningAddressTest {

  private final ServerProperties server = new ServerProperties();
  private final ManagementServerProperties management = new ManagementServerProperties();
  private final TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();

  @ParameterizedTest
  @EnumSource(Mode.class)
  void isThisMachineUntilAnAddressIsNamed(Mode mode) {
    server.setPort(8080);
    management.setPort(8081);

    customize(mode, false);

    assertThat(factory.getAddress().isLoopbackAddress()).isTrue();
    assertThat(management.getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void isWhatTheOperatorNamesInModeSmart() throws UnknownHostException {
    server.setAddress(anyAddress());

    customize(Mode.SMART, false);

    assertThat(factory.getAddress()).as("left to Spring Boot's own customizer").isNull();
  }

  @Test
  void isNotTheNetworkInModeOpen() throws UnknownHostException {
    server.setAddress(anyAddress());

    assertThatThrownBy(() -> customize(Mode.OPEN, false))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContainingAll(
            "server.address=0.0.0.0",
            "andiron.security.mode=open",
            "leave that setting out",
            "loopback address",
            "andiron.security.open-on-network=true");
  }

  @Test
  void ofHealthAndMetricsIsNotTheNetworkInModeOpen() throws UnknownHostException {
    management.setAddress(anyAddress());

    assertThatThrownBy(() -> customize(Mode.OPEN, false))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("management.server.address=0.0.0.0");
  }

  @Test
  void isTheNetworkInModeOpenIfTheOperatorSaysThatItIsClosed() throws UnknownHostException {
    server.setAddress(anyAddress());

    customize(Mode.OPEN, true);

    assertThat(factory.getAddress()).isNull();
  }

  private static InetAddress anyAddress() throws UnknownHostException {
    return InetAddress.getByName("0.0.0.0");
  }

  private void customize(Mode mode, boolean openOnNetwork) {
    new ListeningAddress(
            new SecurityProperties(mode, openOnNetwork, Path.of("unused"), null),
            server,
            management)
        .customize(factory);
  }
}
