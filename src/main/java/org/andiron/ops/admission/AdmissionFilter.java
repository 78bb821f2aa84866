package org.andiron.ops.admission;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.ops.interaction.RequestEnd;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.RefusedForNow;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request to the FHIR endpoint or to a CDS service through when {@link Admission} does. A
 * caller over its share gets 429, any caller of a full server 503, both with {@code Retry-After}
 * and an OperationOutcome, or in the words of CDS services. A request that goes on asynchronously
 * keeps its place until it completes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585#section-4">RFC 6585, 429 Too Many
 *     Requests</a>
 */
final class AdmissionFilter extends OncePerRequestFilter {

  private final Admission admission;
  private final CallerKey callerKey;
  private final Duration retryAfter;

  AdmissionFilter(Admission admission, CallerKey callerKey, Duration retryAfter) {
    this.admission = admission;
    this.callerKey = callerKey;
    this.retryAfter = retryAfter;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Work> work = work(request);
    if (work.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Decision decision;
    try {
      decision = admission.decide(work.get(), callerKey.of(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      decision = new Decision.Refuse(Decision.Reason.SERVER_FULL);
    }
    if (decision instanceof Decision.Admit admit) {
      RequestEnd.after(chain, request, response, admit.place()::close);
    } else if (decision instanceof Decision.Refuse refuse) {
      RefusedForNow.write(request, response, report(refuse.reason()), retryAfter);
    }
  }

  private static Optional<Work> work(HttpServletRequest request) {
    return CdsEndpoint.isTo(request) ? Work.ofCds(request.getMethod()) : Work.of(callOf(request));
  }

  private static FhirCall callOf(HttpServletRequest request) {
    String path = request.getPathInfo();
    return FhirCall.of(request.getMethod(), path == null ? "" : path, request.getQueryString());
  }

  private static ErrorReport report(Decision.Reason reason) {
    return switch (reason) {
      case CALLER ->
          ErrorReport.of(
              429,
              "throttled",
              "You have as many requests in progress as one caller may have. Wait for some to"
                  + " end.");
      case SERVER_FULL, QUEUE_FULL ->
          ErrorReport.of(503, "transient", "The server is busy. Try again shortly.");
      case TIMEOUT ->
          ErrorReport.of(
              503, "transient", "The server is busy: the request waited for too long. Try again.");
    };
  }
}
