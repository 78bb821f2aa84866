package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of results, 3.1.1.5.1. */
class SortOrderTest {

  private final SearchOracle oracle =
      new OracleFixture()
          .with("a", new Patient(), p -> patient(p, "1970", "Ärger", "Zorn"))
          .with("b", new Patient(), p -> patient(p, "1980-02", "berg"))
          .with("c", new Patient(), p -> patient(p, "1970", "Cramer"))
          .with("d", new Patient(), p -> {})
          .oracle();

  @ParameterizedTest
  @CsvSource({
    "birthdate, a c b d",
    "birthdate, c a b d",
    "-birthdate, b a c d",
    "'birthdate,-_id', c a b d",
    "family, a b c d",
    "-family, a c b d",
    "gender, a b c d",
    "-_id, d c b a"
  })
  void acceptsTheOrderAskedFor(String sort, String ids) {
    assertThatCode(() -> oracle.assertSorted(keys(ids), sort)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "birthdate, b a c d",
    "birthdate, d a c b",
    "-birthdate, d b a c",
    "'birthdate,_id', c a b d",
    "family, b a c d",
    "-family, c b a d"
  })
  void refusesAnotherOrder(String sort, String ids) {
    assertThatThrownBy(() -> oracle.assertSorted(keys(ids), sort))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("must not come before");
  }

  private static List<String> keys(String ids) {
    return Arrays.stream(ids.split(" ")).map("Patient/"::concat).toList();
  }

  private static void patient(Patient patient, String birthDate, String... families) {
    patient.setGender(AdministrativeGender.MALE);
    patient.getBirthDateElement().setValueAsString(birthDate);
    Arrays.stream(families).forEach(family -> patient.addName().setFamily(family));
  }
}
