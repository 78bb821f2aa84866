package org.andiron.server.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DepartedClientIT extends AndironIT {

  private static final int CLIENTS = 10;

  @Autowired private MeterRegistry registry;

  @ParameterizedTest
  @CsvSource({
    "/metadata?_pretty=true, capabilities",
    "/SearchParameter?_count=1000&_pretty=true, search-type",
    "/Patient/nobody, read"
  })
  void aClientThatLeavesIsNoFailureOfTheServer(
      String path, String interaction, CapturedOutput output) throws IOException {
    long before = count(interaction, status -> true);
    long failures = count(interaction, status -> status.startsWith("5"));
    for (int i = 0; i < CLIENTS; i++) {
      leaveEarly(path);
    }
    await().until(() -> count(interaction, status -> true) >= before + CLIENTS);
    assertThat(count(interaction, status -> status.startsWith("5"))).isEqualTo(failures);
    assertThat(output.toString()).doesNotContain("ClientAbort", "Broken pipe", "Connection reset");
  }

  /** Asks, and resets the connection without reading the answer. */
  private void leaveEarly(String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(1024);
      socket.setSoLinger(true, 0);
      socket.connect(new InetSocketAddress("localhost", URI.create(baseUrl()).getPort()));
      socket
          .getOutputStream()
          .write(
              ("GET /fhir" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }

  private long count(String interaction, Predicate<String> status) {
    return registry.find("fhir.server.requests").tag("interaction", interaction).timers().stream()
        .filter(timer -> status.test(String.valueOf(timer.getId().getTag("status"))))
        .mapToLong(Timer::count)
        .sum();
  }
}
