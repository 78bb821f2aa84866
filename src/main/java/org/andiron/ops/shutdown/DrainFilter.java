package org.andiron.ops.shutdown;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.andiron.ops.interaction.RequestEnd;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.RefusedForNow;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts requests in and out of the {@link Drain}. Once it is closed, answers 503 with {@code
 * Retry-After} and asks the client to leave the connection, so that its next attempt reaches a
 * server that stays.
 */
final class DrainFilter extends OncePerRequestFilter {

  private final Drain drain;
  private final Duration retryAfter;

  DrainFilter(Drain drain, Duration retryAfter) {
    this.drain = drain;
    this.retryAfter = retryAfter;
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
      RefusedForNow.write(
          request,
          response,
          ErrorReport.of(503, "transient", "The server is stopping; try again shortly."),
          retryAfter);
      return;
    }
    RequestEnd.after(chain, request, response, drain::leave);
  }
}
