package org.andiron.security.resourceserver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends the bytes that it is given, over one connection for as long as the server keeps it. */
final class WireClient implements AutoCloseable {

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  WireClient(int port) {
    this.port = port;
  }

  record Answer(int status, Map<String, String> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * Sends one request and reads one answer.
   *
   * @param head first line and headers, each with its end
   */
  Answer send(String head, String body, boolean answeredWithoutBody) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] request =
        (head + (content.length == 0 ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    Socket connection = connection();
    connection.getOutputStream().write(request);
    connection.getOutputStream().write(content);
    connection.getOutputStream().flush();
    Answer answer = read(answeredWithoutBody);
    if (answer.header("Connection").equals("close") || !head.contains("HTTP/1.1\r\n")) {
      close();
    }
    return answer;
  }

  private Socket connection() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(60_000);
      open.setTcpNoDelay(true);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    return open;
  }

  private Answer read(boolean withoutBody) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    byte[] body = withoutBody || status == 204 || status == 304 ? new byte[0] : body(headers);
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("Content-Length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (!headers.containsKey("Transfer-Encoding")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      if (c != '\r') {
        line.write(c);
      }
    }
    if (c < 0) {
      throw new IOException("The server has closed the connection");
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
