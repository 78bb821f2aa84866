package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinceParameterTest {

  @ParameterizedTest
  @CsvSource({
    "2020,2020-01-01T00:00:00Z",
    "2020-02,2020-02-01T00:00:00Z",
    "2020-02-29,2020-02-29T00:00:00Z",
    "2020-02-30,2020-02-30",
    "2020-13,2020-13",
    "2020-01-01T00:00:00Z,2020-01-01T00:00:00Z",
    "20200101,20200101",
    "abc,abc"
  })
  void aPeriodBeginsWithItsFirstMoment(String value, String start) {
    assertThat(SinceParameter.startOf(value)).isEqualTo(start);
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/1/_history?_since=2020,Patient/1/_history?_since=2020-01-01T00:00:00Z",
    "_history?_count=1&_since=2020-02,_history?_count=1&_since=2020-02-01T00:00:00Z",
    "Patient/1/$everything?_since=2020&_count=1,Patient/1/$everything?_since=2020-01-01T00:00:00Z&_count=1",
    "Patient?not_since=2020,Patient?not_since=2020",
    "Patient/1/_history?x_since=2020,Patient/1/_history?x_since=2020",
    "Patient/1/_history,Patient/1/_history"
  })
  void inAUrlItIsReplacedWhereItMeansSomething(String url, String read) {
    assertThat(SinceParameter.startInUrl(url)).isEqualTo(read);
  }
}
