package org.andiron.security.authserver.discovery;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Serves one JSON document to everybody, whatever they say they accept. */
final class JsonDocumentServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<String> document;
  private final Duration cached;

  /**
   * Serves what the supplier gives at the time of each request.
   *
   * @param cached how long clients may keep it
   */
  JsonDocumentServlet(Supplier<String> document, Duration cached) {
    this.document = document;
    this.cached = cached;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "public, max-age=" + cached.toSeconds());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
