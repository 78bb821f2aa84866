package org.andiron.audit.siem;

import java.nio.charset.StandardCharsets;
import org.andiron.audit.delivery.SyslogMessage;
import org.andiron.audit.delivery.SyslogSource;
import org.andiron.audit.siem.SealedEvent.Kept;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON:
 *
 * <pre>{@code
 * {"leaf":41,"id":"…","recorded":"2026-11-29T14:00:00.123456Z","foreign":false,"event":{"resourceType":"AuditEvent",…}}
 * }</pre>
 *
 * <p>{@code leaf} tells a record that came twice from another, and whether one is missing. {@code
 * event} is null once its content was lawfully removed.
 */
final class EventLine {

  private static final int ERROR = 3;
  private static final int CRITICAL = 2;
  private static final int WARNING = 4;
  private static final int NOTICE = 5;

  private EventLine() {}

  /** The line, without a line feed. */
  static String of(SealedEvent event) {
    Kept kept = event.kept();
    return "{\"leaf\":%d,\"id\":\"%s\",\"recorded\":\"%s\",\"foreign\":%s,\"event\":%s}"
        .formatted(
            event.leaf(),
            event.id(),
            event.recorded(),
            kept == null ? null : kept.foreign(),
            kept == null ? null : onOneLine(kept.content()));
  }

  static byte[] bytes(SealedEvent event) {
    return of(event).getBytes(StandardCharsets.UTF_8);
  }

  /** In JSON a line break can only be where a space could be: in a text it is escaped. */
  private static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }

  /** The line in a syslog message. */
  static byte[] syslog(SealedEvent event, SyslogSource source) {
    Kept kept = event.kept();
    return new SyslogMessage(
            severity(kept == null ? null : kept.outcome()),
            event.recorded(),
            source,
            "AUDIT",
            of(event))
        .encoded();
  }

  /** Severity of RFC 5424 for what AuditEvent.outcome says: 0, 4, 8 or 12. */
  private static int severity(@Nullable String outcome) {
    if (outcome == null) {
      return NOTICE;
    }
    return switch (outcome) {
      case "4" -> WARNING;
      case "8" -> ERROR;
      case "12" -> CRITICAL;
      default -> NOTICE;
    };
  }
}
