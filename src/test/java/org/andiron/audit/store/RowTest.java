package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.andiron.audit.ledger.Salt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {

  private static final Instant TIME = Instant.parse("2026-11-29T12:00:00.123456Z");

  private static Row row(UUID id, Instant recorded, String content, @Nullable String requestId) {
    return new Row(id, recorded, content, Salt.random(), search("p1", "R"), false, requestId);
  }

  private static SearchValues search(@Nullable String patient, String text) {
    return new SearchValues(
        patient, "R", "0", "s|rest", List.of(text), List.of(text), Set.of("agent=" + text));
  }

  @Test
  void anIdIsAUuidOfTheTimeAndNoTwoAreTheSame() {
    UUID id = Row.newId(TIME);
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME.toEpochMilli());
    assertThat(Row.newId(TIME)).isNotEqualTo(id);
  }

  @Test
  void theLeafCommitsToTheBytesOfTheContent() {
    Row row = row(Row.newId(TIME), TIME, "{\"ä\":\"😀\"}", null);
    assertThat(row.leaf().commitment())
        .isEqualTo(row.salt().commit("{\"ä\":\"😀\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(row.leaf().id()).isEqualTo(row.id());
    assertThat(row.leaf().recorded()).isEqualTo(TIME);
  }

  @Test
  void anotherTimeThanThatOfTheIdIsRefused() {
    assertThatThrownBy(() -> row(Row.newId(TIME), TIME.plusMillis(1), "{}", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> row(UUID.randomUUID(), TIME, "{}", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> row(Row.newId(TIME), TIME.plusNanos(1), "{}", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\ud800", "\udc00\ud800"})
  void whatPostgresWouldRefuseIsRefusedBeforeItFailsOthers(String text) {
    assertThatThrownBy(() -> row(Row.newId(TIME), TIME, text, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> row(Row.newId(TIME), TIME, "{}", text))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> search("p1", text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> search(text, "R")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPatientHasAnIdAsLongAsFhirAllows() {
    assertThat(search("a".repeat(64), "R").patient()).hasSize(64);
    assertThatThrownBy(() -> search("a".repeat(65), "R"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
