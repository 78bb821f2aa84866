package org.andiron.server.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.andiron.server.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * Writes an <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a> straight
 * to a servlet response, without HAPI: for refusals before HAPI sees the request and for errors of
 * the container.
 *
 * <p>The id of the outcome is the id of the request, which the response header {@code X-Request-Id}
 * repeats. The representation follows {@code _format}, then {@code Accept}, and is JSON where
 * neither can be read.
 */
public final class OperationOutcomeWriter {

  private OperationOutcomeWriter() {}

  /**
   * Answers with the report and commits the response. Headers set before stay; what was already
   * buffered is dropped.
   *
   * @throws IllegalStateException if the response is already committed
   * @throws IOException if the client does not take the answer
   */
  public static void write(
      HttpServletRequest request, HttpServletResponse response, ErrorReport report)
      throws IOException {
    response.resetBuffer();
    String requestId = RequestId.of(request);
    OutcomeFormat format = OutcomeFormat.of(request);
    byte[] body = render(report, requestId, format).getBytes(StandardCharsets.UTF_8);
    response.setStatus(report.status());
    response.setHeader(RequestId.HEADER, requestId);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(format.contentType());
    response.setContentLength(body.length);
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(body);
    }
    response.flushBuffer();
  }

  /**
   * As {@link #write}, of a refusal that will pass.
   *
   * @param retryAfter when the client may try again, sent in {@code Retry-After}
   */
  public static void writeTryLater(
      HttpServletRequest request,
      HttpServletResponse response,
      ErrorReport report,
      Duration retryAfter)
      throws IOException {
    response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    write(request, response, report);
  }

  static String render(ErrorReport report, String requestId, OutcomeFormat format) {
    String severity = report.status() >= 500 ? "fatal" : "error";
    return format == OutcomeFormat.XML
        ? xml(report, requestId, severity)
        : json(report, requestId, severity);
  }

  private static String json(ErrorReport report, String requestId, String severity) {
    StringBuilder out = new StringBuilder(512);
    out.append("{\"resourceType\":\"OperationOutcome\",\"id\":");
    appendJson(out, requestId);
    out.append(",\"issue\":[{\"severity\":\"").append(severity).append("\",\"code\":");
    appendJson(out, report.code());
    out.append(",\"diagnostics\":");
    appendJson(out, report.diagnostics());
    appendJsonArray(out, "location", report.location());
    appendJsonArray(out, "expression", report.expression());
    return out.append("}]}").toString();
  }

  private static void appendJsonArray(StringBuilder out, String name, @Nullable String value) {
    if (value != null) {
      out.append(",\"").append(name).append("\":[");
      appendJson(out, value);
      out.append(']');
    }
  }

  private static void appendJson(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(isText(value, i) ? c : '\uFFFD');
      }
    }
    out.append('"');
  }

  private static String xml(ErrorReport report, String requestId, String severity) {
    StringBuilder out = new StringBuilder(512);
    out.append("<OperationOutcome xmlns=\"http://hl7.org/fhir\">");
    appendElement(out, "id", requestId);
    out.append("<issue>");
    appendElement(out, "severity", severity);
    appendElement(out, "code", report.code());
    appendElement(out, "diagnostics", report.diagnostics());
    appendElement(out, "location", report.location());
    appendElement(out, "expression", report.expression());
    return out.append("</issue></OperationOutcome>").toString();
  }

  private static void appendElement(StringBuilder out, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    out.append('<').append(name).append(" value=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\n' -> out.append("&#10;");
        case '\r' -> out.append("&#13;");
        case '\t' -> out.append("&#9;");
        default -> out.append(isText(value, i) ? c : '\uFFFD');
      }
    }
    out.append("\"/>");
  }

  /** Whether the char may stand in both JSON and XML 1.0 as it is. */
  private static boolean isText(String value, int index) {
    char c = value.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    }
    return c >= ' ' && c < '\uFFFE';
  }
}
