package org.andiron.server;

import ca.uhn.fhir.rest.server.ServletRequestTracing;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id by which a caller, a log line and an OperationOutcome speak of the same request. The
 * caller may choose it (header {@code X-Request-Id}, 1 to 64 of {@code A-Z a-z 0-9 . -}, as a FHIR
 * id); anything else is ignored and replaced by a random id, because the value goes into logs and
 * answers. See <a href="https://hl7.org/fhir/R4/http.html#custom">HL7 FHIR R4, custom headers</a>.
 */
public final class RequestId {

  /** Header of the request and of every response. */
  public static final String HEADER = "X-Request-Id";

  /** Request attribute that holds the id as a {@code String}. */
  public static final String ATTRIBUTE = "org.andiron.requestId";

  /** Key of the id in the logging context. */
  public static final String MDC_KEY = "requestId";

  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private RequestId() {}

  /** The id of the request; the first call decides it, every later call returns the same one. */
  public static String of(HttpServletRequest request) {
    String known = find(request);
    if (known != null) {
      return known;
    }
    String offered = request.getHeader(HEADER);
    String id = offered != null && WELL_FORMED.matcher(offered).matches() ? offered : random();
    request.setAttribute(ATTRIBUTE, id);
    // HAPI takes its own request id from here before it looks at the header.
    request.setAttribute(ServletRequestTracing.ATTRIBUTE_REQUEST_ID, id);
    return id;
  }

  /** The id of the request if one was decided already. */
  public static @Nullable String find(ServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt());
  }
}
