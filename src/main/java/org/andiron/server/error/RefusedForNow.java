package org.andiron.server.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsRefusedException;

/** Writes that a request is not answered now but may be later, in the form its endpoint has. */
public final class RefusedForNow {

  private RefusedForNow() {}

  /**
   * Answers with the refusal, and with {@code Retry-After}.
   *
   * @param retryAfter when the client may try again
   * @throws IOException if the client does not take the answer
   */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      ErrorReport report,
      Duration retryAfter)
      throws IOException {
    if (CdsEndpoint.isTo(request)) {
      CdsErrorWriter.writeTryLater(
          response,
          new CdsRefusedException(report.status(), report.code(), report.diagnostics()),
          retryAfter);
    } else {
      OperationOutcomeWriter.writeTryLater(request, response, report, retryAfter);
    }
  }
}
