package org.andiron.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchNumberLimitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999",
        "gt1E+999",
        "-.5e0000999999999999",
        "lt5.4e-999|http://unitsofmeasure.org|mg",
        "1,2,3e999",
        "http://loinc.org|8480-6$gt1e999",
        "8480-6$1e999,8462-4$1",
        "value gt 1e999",
        "(value gt 1e999)",
        "component[value gt 1e999]",
        "value eq \"1e999\""
      })
  void numbersThatBecomeHuge(String value) {
    assertThat(SearchNumberLimits.isExtreme(value, 100)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e99",
        "gt1e+0000099",
        "performer eq Practitioner/0b54d2ab-37e5-4c43-9b6e-7f2e427c0b54",
        "performer eq Practitioner/0b54d2ab-2e427-x",
        "performer eq Practitioner/a2e427",
        "http://loinc.org|8e480-6$gt1",
        "1e999x"
      })
  void smallOnesAndWhatOnlyLooksLikeOne(String value) {
    assertThat(SearchNumberLimits.isExtreme(value, 100)).isFalse();
  }
}
