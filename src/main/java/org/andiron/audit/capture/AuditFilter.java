package org.andiron.audit.capture;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.server.HeldAnswer;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets no answer leave before it is recorded. */
final class AuditFilter extends OncePerRequestFilter {

  private final RequestAudit audit;

  AuditFilter(RequestAudit audit) {
    this.audit = audit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RequestRecord record = RequestRecord.enter(request);
    try {
      RecordedResponse recorded =
          new RecordedResponse(
              response, status -> mayLeave(record, status), () -> audit.refuse(request, response));
      boolean ended = false;
      try {
        chain.doFilter(request, recorded);
        ended = true;
      } finally {
        if (!ended) {
          recorded.failed();
        }
      }
      recorded.end();
    } finally {
      RequestRecord.leave();
    }
  }

  private boolean mayLeave(RequestRecord record, int status) {
    boolean durable = audit.answering(record, status);
    HeldAnswer.await(record.request());
    return durable;
  }
}
