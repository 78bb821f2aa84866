package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.andiron.audit.event.RawQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedPatientsTest {

  private static final String BASE = "https://andiron.example.org/fhir/";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Patient/1/Observation",
        "Patient/1/$everything?_count=1",
        "Observation?patient=1",
        "Observation?status=final&subject=Patient/1",
        "Observation?subject=Patient%2F1",
        "Observation?subject:Patient=1",
        "Observation?subject%3APatient=1",
        "Observation?performer=Patient/1",
        "Observation?patient=https://andiron.example.org/fhir/Patient/1",
        "Patient?_id=1",
      })
  void oneIsNamed(String url) {
    assertThat(NamedPatients.in(RawQuery.get(BASE + url))).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Observation?subject=Group/1",
        "Observation?_id=1",
        "Patient?name=1",
        "Patient/_search",
        "Patient/$match",
        "Observation?patient.name=1",
        "Observation?patient=%zz",
      })
  void nobodyIsNamed(String url) {
    assertThat(NamedPatients.in(RawQuery.get(BASE + url))).isEmpty();
  }

  @Test
  void severalAreNamed() {
    assertThat(NamedPatients.in(RawQuery.get(BASE + "Observation?patient=1,Patient/2")))
        .isEqualTo(Set.of("1", "2"));
  }

  @Test
  void inAForm() {
    assertThat(NamedPatients.in(new RawQuery(BASE + "Observation/_search", "code=x&patient=1")))
        .containsExactly("1");
    assertThat(NamedPatients.in(new RawQuery(BASE + "Patient/_search?_count=2", "_id=1")))
        .containsExactly("1");
  }
}
