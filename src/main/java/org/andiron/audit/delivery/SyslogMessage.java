package org.andiron.audit.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A syslog message of facility 13, log audit, with JSON as its text.
 *
 * @param severity of RFC 5424, 0 (emergency) to 7 (debug)
 * @param time of what it tells of; sent in whole microseconds
 * @param source who sends it
 * @param messageId its kind, up to 32 printable ASCII characters
 * @param text sent in UTF-8, after the byte order mark that RFC 5424 asks for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424</a>
 */
public record SyslogMessage(
    int severity, Instant time, SyslogSource source, String messageId, String text) {

  private static final int LOG_AUDIT = 13;
  private static final int LEAST_SEVERE = 7;
  private static final Pattern MESSAGE_ID = Pattern.compile("[!-~]{1,32}");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * @throws IllegalArgumentException if there is no such severity or kind
   */
  public SyslogMessage {
    if (severity < 0 || severity > LEAST_SEVERE) {
      throw new IllegalArgumentException("there is no severity " + severity);
    }
    if (!MESSAGE_ID.matcher(messageId).matches()) {
      throw new IllegalArgumentException("a message id has 1 to 32 printable ASCII characters");
    }
  }

  /** Its bytes, without framing. */
  public byte[] encoded() {
    String header =
        "<%d>1 %s %s %s %s %s %s "
            .formatted(
                LOG_AUDIT * (LEAST_SEVERE + 1) + severity,
                TIME.format(time.truncatedTo(ChronoUnit.MICROS)),
                source.host(),
                source.application(),
                source.process(),
                messageId,
                source.origin());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(BYTE_ORDER_MARK);
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
