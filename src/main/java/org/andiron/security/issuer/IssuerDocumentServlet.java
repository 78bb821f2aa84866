package org.andiron.security.issuer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;

/** Serves a JSON document to everybody, or says that the issuer, of whom it tells, is not there. */
final class IssuerDocumentServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final transient Document document;

  /** What the issuer has a part in. */
  @FunctionalInterface
  interface Document {
    String text() throws IssuerUnavailableException;
  }

  IssuerDocumentServlet(Document document) {
    this.document = document;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body;
    try {
      body = document.text().getBytes(StandardCharsets.UTF_8);
    } catch (IssuerUnavailableException e) {
      OperationOutcomeWriter.writeTryLater(
          request,
          response,
          ErrorReport.of(503, "transient", String.valueOf(e.getMessage())),
          RETRY_AFTER);
      return;
    }
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "public, max-age=60");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
