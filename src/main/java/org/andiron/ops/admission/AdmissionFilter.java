package org.andiron.ops.admission;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request to the FHIR endpoint through when {@link Admission} does. A caller over its share
 * gets 429, any caller of a full server 503, both with {@code Retry-After} and an OperationOutcome.
 * A request that goes on asynchronously keeps its place until it completes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585#section-4">RFC 6585, 429 Too Many
 *     Requests</a>
 */
final class AdmissionFilter extends OncePerRequestFilter {

  private final Admission admission;
  private final CallerKey callerKey;
  private final String retryAfterSeconds;

  AdmissionFilter(Admission admission, CallerKey callerKey, Duration retryAfter) {
    this.admission = admission;
    this.callerKey = callerKey;
    this.retryAfterSeconds = Long.toString(retryAfter.toSeconds());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Work> work = Work.of(callOf(request));
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
      proceed(request, response, chain, admit.place());
    } else if (decision instanceof Decision.Refuse refuse) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
      OperationOutcomeWriter.write(request, response, report(refuse.reason()));
    }
  }

  private static void proceed(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Decision.Admitted place)
      throws ServletException, IOException {
    boolean endsLater = false;
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new GiveBackWhenDone(place));
        endsLater = true;
      }
    } finally {
      if (!endsLater) {
        place.close();
      }
    }
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

  private record GiveBackWhenDone(Decision.Admitted place) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      place.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Followed by onComplete.
    }

    @Override
    public void onError(AsyncEvent event) {
      // Followed by onComplete.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // A new cycle forgets the listeners of the one before.
      event.getAsyncContext().addListener(this);
    }
  }
}
