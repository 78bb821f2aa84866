package org.andiron.audit.delivery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.andiron.server.egress.EgressPolicy;

/**
 * One datagram for each message. Nobody tells whether it arrives.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5426">RFC 5426</a>
 */
final class DatagramWire implements Wire {

  /** What fits into a datagram of IPv4, RFC 5426, section 3.2. */
  static final int LARGEST = 65_507;

  private final Endpoint endpoint;
  private final EgressPolicy egress;

  DatagramWire(Endpoint endpoint, EgressPolicy egress) {
    this.endpoint = endpoint;
    this.egress = egress;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException {
    InetAddress address = egress.resolve(endpoint.host())[0];
    try (DatagramSocket socket = new DatagramSocket()) {
      for (byte[] message : messages) {
        socket.send(new DatagramPacket(message, fitting(message), address, endpoint.port()));
      }
    }
  }

  /** A longer message is cut at its end, RFC 5424, section 6.1, and between two characters. */
  static int fitting(byte[] message) {
    if (message.length <= LARGEST) {
      return message.length;
    }
    int length = LARGEST;
    while ((message[length] & 0xC0) == 0x80) {
      length--;
    }
    return length;
  }

  @Override
  public void close() {
    // Each sending has a socket of its own and never waits
  }
}
