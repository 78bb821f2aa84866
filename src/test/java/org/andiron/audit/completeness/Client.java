package org.andiron.audit.completeness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Sends each request once, over a connection of its own, under an id of its own: others repeat what
 * fails without a word.
 */
final class Client {

  private final int port;

  Client(int port) {
    this.port = port;
  }

  /** What came, which is nothing if the connection breaks. */
  HttpAnswer send(Ask ask) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes(ask));
      socket.getInputStream().transferTo(answer);
    } catch (IOException e) {
      // As much of it as there is.
      return HttpAnswer.of(ask.method(), answer.toByteArray());
    }
    return HttpAnswer.of(ask.method(), answer.toByteArray());
  }

  private static byte[] bytes(Ask ask) {
    byte[] body = ask.body() == null ? new byte[0] : ask.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head =
        new StringBuilder(ask.method() + ' ' + ask.path() + " HTTP/1.1\r\nHost: localhost\r\n");
    head.append("X-Request-Id: ").append(UUID.randomUUID()).append("\r\n");
    for (int i = 0; i < ask.headers().size(); i += 2) {
      head.append(ask.headers().get(i) + ": " + ask.headers().get(i + 1) + "\r\n");
    }
    if (body.length > 0 && !ask.hasHeader("Content-Type")) {
      head.append("Content-Type: application/fhir+json\r\n");
    }
    if (body.length > 0) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
