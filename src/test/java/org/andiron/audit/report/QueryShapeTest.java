package org.andiron.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kind of data a query asks for, and nothing else of it. */
class QueryShapeTest {

  private static QueryShape of(String path) {
    return QueryShape.of(
        ("https://fhir.example.org/fhir/" + path).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "Observation?patient=Patient/1, Observation, ''",
    "Observation/_search, Observation, ''",
    "Patient/1/Observation?code=x, Observation, ''",
    "Patient/1, Patient, ''",
    "Observation/Condition?x, Condition, ''",
    "Patient/1/$everything, Patient, $everything",
    "Patient/1/$everything?_type=Observation%2CCondition%2CNone, Observation Condition,"
        + " $everything",
    "?_type=Observation, Observation, ''",
    "$graphql, '', $graphql",
    "$<script>, '', ''",
    "metadata, '', ''",
    "'', '', ''"
  })
  void isReadOfTheUrl(String path, String types, String operation) {
    QueryShape shape = of(path);
    assertThat(shape.types())
        .isEqualTo(types.isEmpty() ? List.of() : List.of(types.split(" ", -1)));
    assertThat(shape.operation()).isEqualTo(operation);
  }

  @Test
  void typesOfABodyCountAsWell() {
    assertThat(of("_search\n\na=b&_type=Flag,Goal").types()).containsExactly("Flag", "Goal");
    assertThat(QueryShape.of(new byte[] {(byte) 0xff, 0})).isEqualTo(QueryShape.NONE);
    assertThat(of("?_type=%").types()).isEmpty();
  }
}
