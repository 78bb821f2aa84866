package org.andiron.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.andiron.audit.delivery.SyslogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLineTest {

  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final Instant TIME = Instant.parse("2026-11-29T14:00:00.123456Z");

  private static SealedEvent event(String content, String outcome) {
    return new SealedEvent(41, ID, TIME, new SealedEvent.Kept(content, true, outcome));
  }

  @Test
  void aRecordIsALine() {
    assertThat(EventLine.of(event("{\"resourceType\":\"AuditEvent\"}", "0")))
        .isEqualTo(
            "{\"leaf\":41,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\","
                + "\"recorded\":\"2026-11-29T14:00:00.123456Z\",\"foreign\":true,"
                + "\"event\":{\"resourceType\":\"AuditEvent\"}}");
  }

  @Test
  void contentThatIsWrittenOnSeveralLinesIsTheSameOnOne() throws Exception {
    String content = "{\r\n \"a\": \"line\\nbreak \\u0000 ä 😀 % \\\\\",\n\"b\":\n[]}";
    String line = EventLine.of(event(content, "0"));
    assertThat(line).doesNotContain("\n", "\r");
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.get("event")).isEqualTo(new ObjectMapper().readTree(content));
  }

  @Test
  void whatWasRemovedLeavesItsPlace() {
    assertThat(EventLine.of(new SealedEvent(41, ID, TIME, null)))
        .isEqualTo(
            "{\"leaf\":41,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\","
                + "\"recorded\":\"2026-11-29T14:00:00.123456Z\",\"foreign\":null,\"event\":null}");
  }

  @ParameterizedTest
  @CsvSource({"0, 109", "4, 108", "8, 107", "12, 106", ", 109", "?, 109"})
  void theSeverityIsOfTheOutcome(String outcome, int priority) {
    String message =
        new String(
            EventLine.syslog(event("{}", outcome), new SyslogSource("h", "andiron", "1", "1")),
            StandardCharsets.UTF_8);
    assertThat(message)
        .startsWith("<" + priority + ">1 2026-11-29T14:00:00.123456Z h andiron 1 AUDIT [origin ")
        .endsWith("] \uFEFF" + EventLine.of(event("{}", outcome)));
  }
}
