package org.andiron.security.resourceserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls, and refuses those who do not say so. What the caller may do is decided
 * later.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">The WWW-Authenticate response
 *     header field, RFC 6750</a>
 */
final class BearerTokenFilter extends OncePerRequestFilter {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final TokenCheck tokens;
  private final Predicate<Caller> admitted;

  BearerTokenFilter(TokenCheck tokens, Predicate<Caller> admitted) {
    this.tokens = tokens;
    this.admitted = admitted;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return OpenPaths.contains(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!BearerToken.isPresent(request)) {
      refuse(
          request,
          response,
          "Bearer realm=\"fhir\"",
          "An access token is needed, in the header 'Authorization: Bearer ...'; where to get one"
              + " is at /fhir/.well-known/smart-configuration.");
      return;
    }
    Optional<String> token = BearerToken.of(request);
    if (token.isEmpty()) {
      refuseToken(request, response, "The Authorization header is not 'Bearer' and one token.");
      return;
    }
    TokenAnswer answer = tokens.check(token.get());
    if (answer instanceof TokenAnswer.Known known && admitted.test(known.caller())) {
      CallerOfRequest.set(request, known.caller());
      chain.doFilter(request, response);
    } else if (answer instanceof TokenAnswer.Invalid invalid) {
      refuseToken(request, response, invalid.reason());
    } else if (answer instanceof TokenAnswer.Unavailable unavailable) {
      OperationOutcomeWriter.writeTryLater(
          request, response, ErrorReport.of(503, "transient", unavailable.reason()), RETRY_AFTER);
    } else {
      String reason =
          answer instanceof TokenAnswer.Forbidden forbidden
              ? forbidden.reason()
              : "This path is for administrators with full rights.";
      OperationOutcomeWriter.write(request, response, ErrorReport.of(403, "forbidden", reason));
    }
  }

  private static void refuseToken(
      HttpServletRequest request, HttpServletResponse response, String reason) throws IOException {
    refuse(
        request,
        response,
        "Bearer realm=\"fhir\", error=\"invalid_token\", error_description=\"" + reason + "\"",
        reason + " Get a new one at the token endpoint.");
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, String challenge, String reason)
      throws IOException {
    response.setHeader("WWW-Authenticate", challenge);
    OperationOutcomeWriter.write(request, response, ErrorReport.of(401, "login", reason));
  }
}
