package org.andiron.server.error;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers with an OperationOutcome wherever Tomcat would answer with its HTML page: request lines
 * it cannot parse, methods it does not serve, paths no servlet serves, failures no servlet caught.
 * Tells nothing of the inside.
 *
 * <p>Public with a public constructor because Tomcat makes the instance itself, from the class
 * name.
 */
public final class OperationOutcomeErrorValve extends ErrorReportValve {

  /**
   * Servlet request attribute for the {@link ErrorReport} to answer with, set by who cannot write
   * the answer because Tomcat has closed the response, as it does when reading a body fails.
   */
  public static final String REPORT_ATTRIBUTE = "org.andiron.server.error.report";

  private static final String HEADERS_TOO_LARGE =
      StringManager.getManager(Http11InputBuffer.class)
          .getString("iib.requestheadertoolarge.error");

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()
        || !canWrite(response)) {
      return;
    }
    ErrorReport report =
        request.getAttribute(REPORT_ATTRIBUTE) instanceof ErrorReport given
            ? given
            : describe(request, response.getStatus());
    if (report.status() == 405 && !AllowedMethods.contains(request.getMethod())) {
      response.setHeader("Allow", AllowedMethods.HEADER);
    }
    try {
      // Not the facade: after sendError it takes the response for committed.
      OperationOutcomeWriter.write(request, response, report);
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      // The client has left, or the response was committed by another thread: nobody to tell.
      container.getLogger().debug("Error report not written", gone);
    }
  }

  private static boolean canWrite(Response response) {
    AtomicBoolean allowed = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }

  private static ErrorReport describe(Request request, int status) {
    boolean parsed = !request.getCoyoteRequest().decodedURI().isNull();
    if (status == 400 && headersTooLarge(request)) {
      return request.getCoyoteRequest().requestURI().isNull()
          ? ErrorReport.of(414, "too-long", "The URL is longer than this server reads.")
          : ErrorReport.of(431, "too-long", "The headers are larger than this server reads.");
    }
    return switch (status) {
      case 400 ->
          ErrorReport.of(
              400,
              "structure",
              parsed
                  ? "The request is not well-formed HTTP."
                  : "The request line is not well-formed: control characters, spaces, characters"
                      + " outside ASCII and incomplete %-escapes must be percent-encoded.");
      case 404 -> ErrorReport.of(404, "not-found", "Nothing is served at this path.");
      case 405, 501 -> AllowedMethods.refusal();
      case 413 -> ErrorReport.of(413, "too-long", "The body is larger than this server reads.");
      case 414 -> ErrorReport.of(414, "too-long", "The URL is longer than this server reads.");
      case 401 -> ErrorReport.of(401, "login", "This request needs a sign-in.");
      case 403 -> ErrorReport.of(403, "forbidden", "This request is not allowed.");
      case 503 -> ErrorReport.of(503, "transient", "The server cannot answer now; try again.");
      default ->
          status >= 500
              ? ErrorReport.of(status, "exception", "The server failed to answer this request.")
              : ErrorReport.of(status, "processing", "The request was refused.");
    };
  }

  private static boolean headersTooLarge(Request request) {
    Object thrown = request.getCoyoteRequest().getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    return thrown instanceof IllegalArgumentException illegal
        && HEADERS_TOO_LARGE.equals(illegal.getMessage());
  }
}
