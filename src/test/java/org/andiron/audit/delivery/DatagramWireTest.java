package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DatagramWireTest {

  @Test
  void eachMessageIsADatagram() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint =
          Endpoint.of(
              "key",
              URI.create("syslog+udp://127.0.0.1:" + receiver.getLocalPort()),
              Scheme.SYSLOG);
      try (DatagramWire wire = new DatagramWire(endpoint, Receivers.allowing("127.0.0.1"))) {
        wire.send(List.of(bytes("one"), bytes("two")));
      }
      List<String> received = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        receiver.receive(packet);
        received.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
      }
      assertThat(received).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aMessageThatIsTooLongIsCutBetweenCharacters(int before) {
    String start = "x".repeat(DatagramWire.LARGEST - before);
    assertThat(DatagramWire.fitting(bytes(start + "😀" + "x".repeat(9))))
        .isEqualTo(DatagramWire.LARGEST - before);
  }

  @Test
  void aMessageThatFitsIsSentAsItIs() {
    assertThat(DatagramWire.fitting(bytes("x".repeat(DatagramWire.LARGEST - 4) + "😀")))
        .isEqualTo(DatagramWire.LARGEST);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
