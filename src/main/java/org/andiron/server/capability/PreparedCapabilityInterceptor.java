package org.andiron.server.capability;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET [base]/metadata} with bytes prepared once, and with {@code 304} to a client
 * that has them. The statement is prepared anew when a conformance resource was stored, and once
 * more a little later, because HAPI's registries follow a change with a delay.
 */
final class PreparedCapabilityInterceptor {

  /** How long after a change HAPI's search-parameter registry may still answer as before. */
  private static final Duration REGISTRY_DELAY = Duration.ofSeconds(60);

  /** A prepared statement is not older than this while the registry may still be changing. */
  private static final Duration AGE_WHILE_CHANGING = Duration.ofSeconds(2);

  /** Base URLs differ with the Host header, which a client chooses. */
  private static final int MOST_VARIANTS = 16;

  private static final Set<String> CONFORMANCE_TYPES =
      Set.of(
          "SearchParameter", "StructureDefinition", "OperationDefinition", "ImplementationGuide");

  private final FhirContext fhirContext;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Variant, Prepared> prepared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Variant, Prepared> eldest) {
          return size() > MOST_VARIANTS;
        }
      };
  private volatile Instant changed = Instant.MIN;

  PreparedCapabilityInterceptor(FhirContext fhirContext, Clock clock) {
    this.fhirContext = fhirContext;
    this.clock = clock;
  }

  private record Variant(String baseUrl, EncodingEnum encoding, boolean pretty) {}

  private record Prepared(byte[] plain, byte[] gzipped, String etag, Instant at) {}

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED,
      order = RequestPipeline.PREPARED_ANSWERS)
  public boolean answer(
      RequestDetails request, HttpServletRequest servletRequest, HttpServletResponse response)
      throws IOException {
    if (request.getRestOperationType() != RestOperationTypeEnum.METADATA
        || request.getParameters().containsKey(Constants.PARAM_SUMMARY)
        || request.getParameters().containsKey(Constants.PARAM_ELEMENTS)) {
      return true;
    }
    EncodingEnum encoding =
        RestfulServerUtils.determineResponseEncodingWithDefault(request).getEncoding();
    boolean pretty = RestfulServerUtils.prettyPrintResponse(request.getServer(), request);
    Prepared statement = prepared(request, servletRequest, encoding, pretty);
    response.setHeader("ETag", statement.etag());
    response.setHeader("Vary", "Accept, Accept-Encoding");
    response.setHeader("Cache-Control", "no-cache");
    if (matches(servletRequest.getHeader("If-None-Match"), statement.etag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return false;
    }
    boolean gzip = acceptsGzip(servletRequest.getHeader("Accept-Encoding"));
    byte[] body = gzip ? statement.gzipped() : statement.plain();
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(encoding.getResourceContentTypeNonLegacy() + ";charset=UTF-8");
    if (gzip) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentLength(body.length);
    if (!"HEAD".equals(servletRequest.getMethod())) {
      response.getOutputStream().write(body);
    }
    return false;
  }

  /** Prepared statements are out of date once a change of a conformance resource is committed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    noteChange(resource);
  }

  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after) {
    noteChange(after);
  }

  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource) {
    noteChange(resource);
  }

  private void noteChange(@Nullable IBaseResource resource) {
    if (resource != null && CONFORMANCE_TYPES.contains(resource.fhirType())) {
      changed = clock.instant();
    }
  }

  private Prepared prepared(
      RequestDetails request,
      HttpServletRequest servletRequest,
      EncodingEnum encoding,
      boolean pretty) {
    Variant variant = new Variant(request.getFhirServerBase(), encoding, pretty);
    lock.lock();
    try {
      Prepared known = prepared.get(variant);
      if (known == null || isOutdated(known)) {
        known = prepare(request, servletRequest, encoding, pretty);
        prepared.put(variant, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOutdated(Prepared known) {
    if (changed.equals(Instant.MIN) || known.at().isAfter(changed.plus(REGISTRY_DELAY))) {
      return false;
    }
    return known.at().isBefore(changed)
        || known.at().plus(AGE_WHILE_CHANGING).isBefore(clock.instant());
  }

  private Prepared prepare(
      RequestDetails request,
      HttpServletRequest servletRequest,
      EncodingEnum encoding,
      boolean pretty) {
    Instant now = clock.instant();
    RestfulServer server = ((ServletRequestDetails) request).getServer();
    IBaseConformance statement =
        ((CapabilityStatementSource) server.getServerConformanceProvider())
            .getServerConformance(servletRequest, request);
    IParser parser = encoding.newParser(fhirContext).setPrettyPrint(pretty);
    byte[] plain = parser.encodeResourceToString(statement).getBytes(StandardCharsets.UTF_8);
    return new Prepared(plain, gzip(plain), etag(plain), now);
  }

  private static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag) || ("W/" + tag).equals(etag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean acceptsGzip(@Nullable String acceptEncoding) {
    return acceptEncoding != null
        && acceptEncoding
            .toLowerCase(Locale.ROOT)
            .matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 8);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String etag(byte[] plain) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
