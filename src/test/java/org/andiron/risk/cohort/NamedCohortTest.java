package org.andiron.risk.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedCohortTest {

  @Test
  void isAGroupOrASearch() {
    assertThat(NamedCohort.of("Group/1.a-B")).contains(new NamedCohort(Optional.of("1.a-B"), ""));
    assertThat(NamedCohort.of("Patient")).contains(new NamedCohort(Optional.empty(), ""));
    assertThat(NamedCohort.of("Patient?")).contains(new NamedCohort(Optional.empty(), ""));
    assertThat(NamedCohort.of("Patient?gender=male&_has:X=1"))
        .contains(new NamedCohort(Optional.empty(), "gender=male&_has:X=1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Group/", "Group/a/b", "Group/..%2f", "Observation?x=1", "Patient/1"})
  void andNothingElse(String text) {
    assertThat(NamedCohort.of(text)).isEmpty();
  }

  @Test
  void asTextOfOneLine() {
    assertThat(NamedCohort.of("Patient?name=a b")).isEmpty();
    assertThat(NamedCohort.of("Patient?name=a\nX: y")).isEmpty();
  }
}
