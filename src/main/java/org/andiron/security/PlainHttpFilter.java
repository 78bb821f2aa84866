package org.andiron.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Where people reach this server by https, refuses what comes over plain HTTP from another machine:
 * a token that was sent so may be known to others by now. Whether a proxy got it by TLS, its
 * headers tell, if the server is set up to read them.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/backend-services.html">All exchanges
 *     over TLS, SMART Backend Services</a>
 */
final class PlainHttpFilter extends OncePerRequestFilter {

  /** Compared as a text: what a proxy forwards may be a name, which must not be looked up. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|(0+:){7}0*1");

  private final Supplier<String> issuer;

  PlainHttpFilter(Supplier<String> issuer) {
    this.issuer = issuer;
  }

  /** The probes of a cluster ask over plain HTTP how the server is. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.isSecure()
        || request.getRequestURI().startsWith("/actuator/health")
        || !issuer.get().startsWith("https:")
        || THIS_MACHINE.matcher(request.getRemoteAddr()).matches();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    OperationOutcomeWriter.write(
        request,
        response,
        ErrorReport.of(
            403,
            "security",
            "This server is reached by https only, and the request came over plain HTTP. Revoke"
                + " what secrets it had. If a proxy ends TLS, it must say so in X-Forwarded-Proto,"
                + " and server.forward-headers-strategy=native must be set."));
  }
}
