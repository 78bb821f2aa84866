package org.andiron.server.requestid;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;
import org.andiron.server.RequestId;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decides the {@link RequestId} of each request, sends it back in {@code X-Request-Id}, and keeps
 * it in the logging context (with {@code traceId} and {@code spanId} of a {@code traceparent}
 * header) for as long as the thread works for the request, asynchronous and error dispatches
 * included.
 */
final class RequestIdFilter extends OncePerRequestFilter {

  static final String MDC_TRACE_ID = "traceId";
  static final String MDC_SPAN_ID = "spanId";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = RequestId.of(request);
    response.setHeader(RequestId.HEADER, id);
    Optional<TraceParent> trace = TraceParent.parse(request.getHeader(TraceParent.HEADER));
    MDC.put(RequestId.MDC_KEY, id);
    trace.ifPresent(RequestIdFilter::putTrace);
    try {
      chain.doFilter(request, new SingleRequestId(response, id));
    } finally {
      MDC.remove(RequestId.MDC_KEY);
      MDC.remove(MDC_TRACE_ID);
      MDC.remove(MDC_SPAN_ID);
    }
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  private static void putTrace(TraceParent trace) {
    MDC.put(MDC_TRACE_ID, trace.traceId());
    MDC.put(MDC_SPAN_ID, trace.spanId());
  }

  /** Keeps the header single: HAPI adds one of its own to every response. */
  private static final class SingleRequestId extends HttpServletResponseWrapper {

    private final String id;

    SingleRequestId(HttpServletResponse response, String id) {
      super(response);
      this.id = id;
    }

    /** HAPI resets a response before it writes an error into it; the id must outlive that. */
    @Override
    public void reset() {
      super.reset();
      super.setHeader(RequestId.HEADER, id);
    }

    @Override
    public void addHeader(String name, String value) {
      if (!RequestId.HEADER.equalsIgnoreCase(name)) {
        super.addHeader(name, value);
      }
    }

    @Override
    public void setHeader(String name, String value) {
      if (!RequestId.HEADER.equalsIgnoreCase(name)) {
        super.setHeader(name, value);
      }
    }
  }
}
