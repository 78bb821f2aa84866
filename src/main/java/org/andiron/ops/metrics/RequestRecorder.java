package org.andiron.ops.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.andiron.ops.interaction.FhirCall;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Records each request to the FHIR endpoint in {@link AndironMeter#FHIR_REQUESTS} and in the access
 * log.
 *
 * <p>It is an access log of the web server because nothing else sees every answer with its final
 * status: request lines that cannot be parsed never reach a filter, failures never reach HAPI's
 * hooks for completed requests, and asynchronous requests end on another thread. Requests to other
 * paths of the server are not recorded.
 */
final class RequestRecorder extends ValveBase implements AccessLog {

  /** Upper bounds of the latency buckets. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private final RequestTags tags;
  private final Meter.MeterProvider<Timer> timer;
  private final RequestLog log;

  RequestRecorder(MeterRegistry registry, RequestTags tags, RequestLog log) {
    super(true);
    this.tags = tags;
    this.timer =
        Timer.builder(AndironMeter.FHIR_REQUESTS.getName())
            .description("Requests to the FHIR endpoint")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
    this.log = log;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
  }

  @Override
  public void log(Request request, Response response, long nanos) {
    FhirCall call = callOf(request);
    if (call != null) {
      timer.withTags(tags.of(call, response.getStatus())).record(nanos, TimeUnit.NANOSECONDS);
      log.write(request, response, call, tags.interaction(call), nanos);
    }
  }

  private static @Nullable FhirCall callOf(Request request) {
    String method = request.getMethod();
    String path = request.getDecodedRequestURI();
    if (method == null || path == null) {
      return FhirCall.UNKNOWN;
    }
    String contextPath = request.getContext() == null ? "" : request.getContextPath();
    String below = path.startsWith(contextPath) ? path.substring(contextPath.length()) : path;
    return FhirCall.isBelowBase(below)
        ? FhirCall.of(
            method, below.substring(FhirCall.BASE_PATH.length()), request.getQueryString())
        : null;
  }

  @Override
  public void setRequestAttributesEnabled(boolean enabled) {
    // Remote address and port are not recorded, so there is nothing to take from attributes.
  }

  @Override
  public boolean getRequestAttributesEnabled() {
    return false;
  }
}
