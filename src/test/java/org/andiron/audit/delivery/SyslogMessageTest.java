package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogMessageTest {

  private static final Instant TIME = Instant.parse("2026-11-29T14:00:00.123456789Z");
  private static final SyslogSource SOURCE = new SyslogSource("node-1", "andiron", "77", "1.0");

  private static SyslogMessage message(SyslogSource source, String text) {
    return new SyslogMessage(5, TIME, source, "AUDIT", text);
  }

  private static String header(SyslogSource source) {
    String message = new String(message(source, "").encoded(), StandardCharsets.UTF_8);
    return message.substring(0, message.length() - 1);
  }

  @Test
  void itIsWrittenAsTheRfcHasIt() {
    assertThat(new String(message(SOURCE, "{\"a\":1}").encoded(), StandardCharsets.UTF_8))
        .isEqualTo(
            "<109>1 2026-11-29T14:00:00.123456Z node-1 andiron 77 AUDIT"
                + " [origin software=\"Andiron\" swVersion=\"1.0\"] \uFEFF{\"a\":1}");
  }

  @Test
  void theByteOrderMarkGoesBeforeTextInUtf8() {
    byte[] bytes = message(SOURCE, "ä😀").encoded();
    assertThat(bytes)
        .endsWith(0xEF, 0xBB, 0xBF, 0xC3, 0xA4, 0xF0, 0x9F, 0x98, 0x80)
        .as("only once")
        .containsSequence(0x20, 0xEF, 0xBB, 0xBF, 0xC3);
  }

  @ParameterizedTest
  @CsvSource({"0, <104>1", "5, <109>1", "7, <111>1"})
  void thePriorityIsOfLogAudit(int severity, String start) {
    assertThat(
            new String(
                new SyslogMessage(severity, TIME, SOURCE, "AUDIT", "").encoded(),
                StandardCharsets.UTF_8))
        .startsWith(start + " ");
  }

  @Test
  void quotesBackslashesAndBracketsAreEscapedInStructuredData() {
    assertThat(header(new SyslogSource("h", "a", "1", "1\"2\\3]4")))
        .contains("swVersion=\"1\\\"2\\\\3\\]4\"]");
  }

  @Test
  void whatCannotBeInAHeaderIsLeftOutAndNothingIsADash() {
    assertThat(header(new SyslogSource("my höst\n", " ", "ä", "v")))
        .startsWith("<109>1 2026-11-29T14:00:00.123456Z myhst - - AUDIT [");
  }

  @Test
  void noFieldIsLongerThanTheRfcAllows() {
    String x = "x".repeat(300);
    assertThat(header(new SyslogSource(x, x, x, x)))
        .isEqualTo(
            "<109>1 2026-11-29T14:00:00.123456Z %s %s %s AUDIT [origin software=\"Andiron\" swVersion=\"%s\"] "
                .formatted("x".repeat(255), "x".repeat(48), "x".repeat(128), "x".repeat(32)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "123456789012345678901234567890123"})
  void anotherMessageIdIsRefused(String id) {
    assertThatThrownBy(() -> new SyslogMessage(5, TIME, SOURCE, id, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 8})
  void anotherSeverityIsRefused(int severity) {
    assertThatThrownBy(() -> new SyslogMessage(severity, TIME, SOURCE, "AUDIT", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void octetsAreCountedAndNotCharacters() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Framing.OCTET_COUNTING.write("ä😀".getBytes(StandardCharsets.UTF_8), out);
    Framing.OCTET_COUNTING.write(new byte[0], out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("6 ä😀0 ");
  }

  @Test
  void linesEndWithALineFeed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Framing.LINES.write("a".getBytes(StandardCharsets.UTF_8), out);
    Framing.LINES.write("b".getBytes(StandardCharsets.UTF_8), out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
  }
}
