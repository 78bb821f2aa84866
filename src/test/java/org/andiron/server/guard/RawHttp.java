package org.andiron.server.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that sends exactly the bytes it is given, as no proper client would. */
final class RawHttp {

  private final int port;

  RawHttp(int port) {
    this.port = port;
  }

  interface BodyWriter {
    void write(OutputStream out) throws IOException;
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  Answer send(String head) throws IOException {
    return send(head, out -> {});
  }

  Answer send(String head, byte[] body) throws IOException {
    return send(head + "\r\nContent-Length: " + body.length, out -> out.write(body));
  }

  /** Writes until the server stops listening, then reads what it said. */
  Answer send(String head, BodyWriter body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      try {
        out.write((head + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        body.write(out);
        out.flush();
      } catch (IOException serverStoppedReading) {
        // The answer is already on its way.
      }
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String statusLine = line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body =
        statusLine.toLowerCase(Locale.ROOT).startsWith("http")
            ? in.readNBytes(length)
            : new byte[0];
    return new Answer(
        Integer.parseInt(statusLine.split(" ", -1)[1]),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
