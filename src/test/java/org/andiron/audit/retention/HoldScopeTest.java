package org.andiron.audit.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldScopeTest {

  @Test
  void theLastDayIsPartOfIt() {
    LocalDate day = LocalDate.of(2020, 2, 29);
    HoldScope scope = HoldScope.ofDays(Optional.of(day), Optional.of(day), Optional.of("a.B-3"));
    assertThat(scope.first()).contains(Instant.parse("2020-02-29T00:00:00Z"));
    assertThat(scope.before()).contains(Instant.parse("2020-03-01T00:00:00Z"));
    assertThat(scope.from()).contains(day);
    assertThat(scope.until()).contains(day);
  }

  @Test
  void aTimeThatEndsBeforeItBeginsIsNone() {
    Optional<LocalDate> day = Optional.of(LocalDate.of(2020, 2, 29));
    assertThatThrownBy(
            () -> HoldScope.ofDays(day, day.map(it -> it.minusDays(1)), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Patient/1", "a b", "a'b", "ä"})
  void whatIsNoIdIsNoPatient(String patient) {
    assertThatThrownBy(
            () -> HoldScope.ofDays(Optional.empty(), Optional.empty(), Optional.of(patient)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("logical id");
  }
}
