package org.andiron.server.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;

/**
 * Checks the parts of the request line and headers that Tomcat lets through but HAPI must not see.
 */
final class UrlGuard {

  private final LimitsProperties limits;

  UrlGuard(LimitsProperties limits) {
    this.limits = limits;
  }

  /**
   * Checks length, escapes and parameter count.
   *
   * @throws RefusedRequestException 400, 414 or 431
   */
  void check(HttpServletRequest request) {
    String query = request.getQueryString();
    long length = request.getRequestURI().length() + (query == null ? 0 : 1L + query.length());
    if (length > limits.url().toBytes()) {
      throw RefusedRequestException.of(
          414,
          "too-long",
          "The URL is longer than "
              + limits.url().toBytes()
              + " characters (andiron.limits.url). Send a search as POST to _search.");
    }
    checkHeaders(request);
    checkEscapes(request.getRequestURI(), "path", false);
    if (query != null) {
      checkParameters(query, "query");
    }
  }

  /** Checks a query, or a form, which is written the same way. */
  void checkParameters(String encoded, String name) {
    int count = 1;
    for (int i = encoded.indexOf('&'); i >= 0; i = encoded.indexOf('&', i + 1)) {
      count++;
    }
    if (count > limits.parameters()) {
      throw RefusedRequestException.of(
          400,
          "too-costly",
          "The "
              + name
              + " has more than "
              + limits.parameters()
              + " parameters (andiron.limits.parameters).");
    }
    checkEscapes(encoded, name, true);
  }

  private void checkHeaders(HttpServletRequest request) {
    long size = 0;
    for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
      String name = names.nextElement();
      for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements(); ) {
        size += name.length() + values.nextElement().length() + 4L;
      }
    }
    if (size > limits.headers().toBytes()) {
      throw RefusedRequestException.of(
          431,
          "too-long",
          "The headers are larger than "
              + limits.headers().toBytes()
              + " bytes (andiron.limits.headers).");
    }
  }

  /** Percent-escapes must be complete, spell UTF-8 and no control character but white space. */
  private static void checkEscapes(String encoded, String name, boolean whitespaceAllowed) {
    if (encoded.indexOf('%') < 0) {
      return;
    }
    byte[] run = new byte[encoded.length() / 3 + 1];
    int i = 0;
    while (i < encoded.length()) {
      if (encoded.charAt(i) != '%') {
        i++;
        continue;
      }
      int start = i;
      int length = 0;
      while (i < encoded.length() && encoded.charAt(i) == '%') {
        int value = escaped(encoded, i);
        if (value < 0) {
          throw malformed(name, i, "an incomplete %-escape");
        }
        boolean whitespace = value == '\t' || value == '\n' || value == '\r';
        if ((value < ' ' && !(whitespace && whitespaceAllowed)) || value == 0x7F) {
          throw malformed(name, i, "a control character");
        }
        run[length++] = (byte) value;
        i += 3;
      }
      int bad = Utf8.firstMalformed(run, length);
      if (bad >= 0) {
        throw malformed(name, start + 3 * bad, "an escape that is not UTF-8");
      }
    }
  }

  private static int escaped(String encoded, int at) {
    if (at + 2 >= encoded.length()) {
      return -1;
    }
    int high = Character.digit(encoded.charAt(at + 1), 16);
    int low = Character.digit(encoded.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static RefusedRequestException malformed(String name, int index, String problem) {
    return RefusedRequestException.of(
        400, "structure", "The " + name + " has " + problem + " at character " + (index + 1) + ".");
  }
}
