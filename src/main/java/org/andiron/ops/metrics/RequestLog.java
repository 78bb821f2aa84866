package org.andiron.ops.metrics;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.server.RequestId;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line per request to the FHIR endpoint, to logger {@value #LOGGER}: method, interaction,
 * resource type, status, milliseconds, bytes of the body sent. No id, no query and no address: they
 * can tell who is treated for what.
 */
final class RequestLog {

  static final String LOGGER = "org.andiron.access";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Level level;

  RequestLog(LoggingProperties properties) {
    this.level = properties.access() ? Level.INFO : Level.DEBUG;
  }

  void write(Request request, Response response, FhirCall call, String interaction, long nanos) {
    LoggingEventBuilder event = LOG.atLevel(level);
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    long bytes = response.getBytesWritten(false);
    // Tomcat calls this after all filters have left, the one that keeps the logging context
    // included.
    String id = RequestId.find(request);
    if (id == null) {
      write(event, method, interaction, call.type(), response.getStatus(), millis, bytes);
      return;
    }
    try (MDC.MDCCloseable context = MDC.putCloseable(RequestId.MDC_KEY, id)) {
      write(event, method, interaction, call.type(), response.getStatus(), millis, bytes);
    }
  }

  private static void write(
      LoggingEventBuilder event,
      String method,
      String interaction,
      String type,
      int status,
      long millis,
      long bytes) {
    event.log("{} {} {} {} {} ms {} B", method, interaction, type, status, millis, bytes);
  }
}
