package org.andiron.storage.query;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncludeCheckTest {

  private static void check(String type, String name, String value) {
    Searches.PARSER.requireInclude(List.of(type), name, value);
  }

  @ParameterizedTest
  @CsvSource({
    "Observation, _include, Observation:subject",
    "Observation, _include, Observation:subject:Patient",
    "Observation, _include, Observation:*",
    "Observation, _include, *",
    "Observation, _include:iterate, Patient:general-practitioner",
    "Patient, _revinclude, Observation:subject",
    "Patient, _revinclude, Observation:subject:Patient",
    "Patient, _revinclude, Provenance:target",
    "Patient, _revinclude, *",
    "Patient, _revinclude:iterate, DiagnosticReport:result"
  })
  void whatExistsMayBeIncluded(String type, String name, String value) {
    assertThatCode(() -> check(type, name, value)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Observation; _include; Observaton:subject; names the type 'Observaton', which does not"
            + " exist. Did you mean Observation",
        "Observation; _include; Observation:subjct; Unknown search parameter 'subjct' for"
            + " Observation. Did you mean subject?",
        "Observation; _include; Observation:code; 'code' is a token of Observation, not a reference",
        "Observation; _include; Observation:subject:Patent; Did you mean Patient?",
        "Observation; _include; Observation:subject:Medication; which refers to Device, Group,"
            + " Location, Patient, never to Medication",
        "Patient; _revinclude; Observation:device; never to Patient",
        "Patient; _revinclude; Observation:subject:Group; refers to Group, never to Patient",
        "Patient; _include:exact; Patient:link; no other modifier than ':iterate'"
      })
  void whatDoesNotExistIsNamed(String type, String name, String value, String message) {
    assertThatExceptionOfType(UnsupportedSearchException.class)
        .isThrownBy(() -> check(type, name, value))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"subject", "Observation:", ":subject", "a:b:c:d"})
  void anotherFormIsAMistakeInTheValue(String value) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> check("Observation", "_include", value))
        .isNotInstanceOf(UnsupportedSearchException.class)
        .withMessageContaining("such as Observation:subject");
  }

  @Test
  void theExampleIsWhatWasMeant() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> check("Patient", "_include", "organization"))
        .withMessageContaining("such as Patient:organization.");
  }
}
