package org.andiron.server.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.andiron.server.error.AllowedMethods;
import org.andiron.server.error.OperationOutcomeErrorValve;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the FHIR endpoint and lets through only requests that are well-formed and within
 * {@link LimitsProperties}; answers every other with a 4xx and an OperationOutcome. What comes
 * after it finds the body whole, inflated and in UTF-8.
 */
final class RequestGuardFilter extends OncePerRequestFilter {

  private static final String RETRY_AFTER_SECONDS = "2";

  private final LimitsProperties limits;
  private final BodyBudget budget;
  private final UrlGuard urlGuard;
  private final BodyReader bodyReader;
  private final JsonPrescan jsonPrescan;
  private final XmlPrescan xmlPrescan;

  RequestGuardFilter(LimitsProperties limits, BodyBudget budget) {
    this.limits = limits;
    this.budget = budget;
    this.urlGuard = new UrlGuard(limits);
    this.bodyReader = new BodyReader(limits);
    this.jsonPrescan = new JsonPrescan(limits);
    this.xmlPrescan = new XmlPrescan(limits);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RefusedRequestException refusal;
    try (BodyBudget.Lease lease = budget.lease()) {
      HttpServletRequest checked = check(request, lease);
      chain.doFilter(checked, response);
      return;
    } catch (RefusedRequestException refused) {
      refusal = refused;
    }
    refuse(request, response, refusal);
  }

  private HttpServletRequest check(HttpServletRequest request, BodyBudget.Lease lease) {
    if (!AllowedMethods.contains(request.getMethod())) {
      throw new RefusedRequestException(AllowedMethods.refusal());
    }
    urlGuard.check(request);
    PayloadKind kind = PayloadKind.of(request);
    if (kind == PayloadKind.NONE) {
      refuseMissingBody(request);
      return request;
    }
    byte[] body = bodyReader.read(request, limit(kind), lease);
    if (body.length == 0) {
      refuseMissingBody(request);
    } else {
      body = checkContent(kind, body, lease);
    }
    return new BufferedBodyRequest(request, body, kind == PayloadKind.FORM);
  }

  private BodyReader.Limit limit(PayloadKind kind) {
    return kind == PayloadKind.FORM
        ? new BodyReader.Limit(
            limits.formBody().toBytes(), limits.formBody().toBytes(), "andiron.limits.form-body")
        : new BodyReader.Limit(
            limits.body().toBytes(), limits.inflatedBody().toBytes(), "andiron.limits.body");
  }

  private static void refuseMissingBody(HttpServletRequest request) {
    boolean writes = !"GET HEAD DELETE OPTIONS".contains(request.getMethod());
    FhirPath path = FhirPath.of(request);
    if (writes && !path.isOperation() && !path.isSearch()) {
      throw RefusedRequestException.of(400, "required", "This request needs a body.");
    }
  }

  private byte[] checkContent(PayloadKind kind, byte[] body, BodyBudget.Lease lease) {
    if (kind == PayloadKind.OPAQUE) {
      return body;
    }
    byte[] text = withoutByteOrderMark(body, lease);
    checkUtf8(text);
    switch (kind) {
      case JSON -> jsonPrescan.scan(text, text.length);
      case XML -> xmlPrescan.scan(text, text.length);
      default -> urlGuard.checkParameters(new String(text, StandardCharsets.UTF_8), "form");
    }
    return text;
  }

  /** HAPI takes a byte order mark for content; clients on Windows send it. */
  private static byte[] withoutByteOrderMark(byte[] body, BodyBudget.Lease lease) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    if (!marked) {
      return body;
    }
    lease.reserve(body.length);
    return Arrays.copyOfRange(body, 3, body.length);
  }

  private static void checkUtf8(byte[] body) {
    boolean wideMark =
        body.length >= 2
            && ((body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
                || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE));
    boolean wideText = body.length >= 2 && (body[0] == 0 || body[1] == 0);
    if (wideMark || wideText) {
      throw RefusedRequestException.of(
          415, "not-supported", "The body looks like UTF-16 or UTF-32. Send UTF-8.");
    }
    int malformed = Utf8.firstMalformed(body, body.length);
    if (malformed >= 0) {
      throw RefusedRequestException.of(
          400,
          "structure",
          "The body is not UTF-8: malformed byte sequence at byte " + malformed + ".");
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, RefusedRequestException refused)
      throws IOException {
    int status = refused.report().status();
    if (status == 405) {
      response.setHeader("Allow", AllowedMethods.HEADER);
    }
    if (status == 503) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (request.getContentLengthLong() != 0
        && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null)) {
      // The rest of the body must not be taken for the next request, nor read to be thrown away.
      response.setHeader("Connection", "close");
    }
    if (response.isCommitted()) {
      request.setAttribute(OperationOutcomeErrorValve.REPORT_ATTRIBUTE, refused.report());
    } else {
      OperationOutcomeWriter.write(request, response, refused.report());
    }
  }
}
