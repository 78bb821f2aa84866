package org.andiron.ops.shutdown;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts requests in and out of the {@link Drain}. Once it is closed, answers 503 with {@code
 * Retry-After} and asks the client to leave the connection, so that its next attempt reaches a
 * server that stays.
 */
final class DrainFilter extends OncePerRequestFilter {

  private final Drain drain;
  private final String retryAfterSeconds;

  DrainFilter(Drain drain, Duration retryAfter) {
    this.drain = drain;
    this.retryAfterSeconds = Long.toString(retryAfter.toSeconds());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean entered = drain.enter();
    if (drain.state() != Drain.State.OPEN) {
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    if (!entered) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
      OperationOutcomeWriter.write(
          request,
          response,
          ErrorReport.of(503, "transient", "The server is stopping; try again shortly."));
      return;
    }
    boolean endsLater = false;
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new LeaveWhenDone(drain));
        endsLater = true;
      }
    } finally {
      if (!endsLater) {
        drain.leave();
      }
    }
  }

  private record LeaveWhenDone(Drain drain) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      drain.leave();
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
