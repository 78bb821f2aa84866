package org.andiron.audit.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of HTTP/1.1 as it came over a connection that ended with it.
 *
 * @param status 0 if not even a status came
 * @param headers by their names in lower case
 * @param body what came of it
 * @param whole whether nothing is missing at the end
 */
record HttpAnswer(int status, Map<String, String> headers, byte[] body, boolean whole) {

  private static final HttpAnswer NOTHING = new HttpAnswer(0, Map.of(), new byte[0], false);

  /** Reads what came. */
  static HttpAnswer of(String method, byte[] raw) {
    // One character for each byte, so that places in the text are those in the bytes.
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
      return NOTHING;
    }
    List<String> lines = text.substring(0, end).lines().toList();
    int status = Integer.parseInt(lines.get(0).substring(9, 12));
    Map<String, String> headers = headers(lines.subList(1, lines.size()));
    String rest = text.substring(end + 4);
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new HttpAnswer(status, headers, new byte[0], true);
    }
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return ofChunks(status, headers, rest);
    }
    String length = headers.get("content-length");
    boolean whole = length != null && rest.length() == Integer.parseInt(length);
    return new HttpAnswer(status, headers, rest.getBytes(StandardCharsets.ISO_8859_1), whole);
  }

  /** Of the lines of a head, without the first. */
  static Map<String, String> headers(List<String> lines) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static HttpAnswer ofChunks(int status, Map<String, String> headers, String chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      if (line < 0) {
        return new HttpAnswer(status, headers, body.toByteArray(), false);
      }
      int size = Integer.parseInt(chunks.substring(at, line).strip(), 16);
      if (size == 0) {
        return new HttpAnswer(status, headers, body.toByteArray(), true);
      }
      int end = Math.min(line + 2 + size, chunks.length());
      body.writeBytes(chunks.substring(line + 2, end).getBytes(StandardCharsets.ISO_8859_1));
      at = end + 2;
      if (at > chunks.length()) {
        return new HttpAnswer(status, headers, body.toByteArray(), false);
      }
    }
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Values in the body; the last may be broken off. */
  List<JsonNode> json() {
    return BrokenJson.read(body);
  }
}
