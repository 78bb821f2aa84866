package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.andiron.server.CdsRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookCallReaderTest {

  private static final String USER = "'userId': 'Practitioner/1', ";
  private static final String CONTEXT = USER + "'patientId': 'p1'";
  private static final String ORDER =
      "{'resource': {'resourceType': 'MedicationRequest', 'status': 'draft', 'intent': 'order',"
          + " 'medicationCodeableConcept': {'text': 'x'}, 'subject': {'reference': 'Patient/%s'}}}";

  private final HookCallReader reader =
      new HookCallReader(
          new ResourceReading(FhirContext.forR4Cached()),
          () -> Set.of("http://localhost:8080/fhir"));

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private HookCall read(Hook hook, String context, String more) {
    return reader.read(hook, json("{'context': {" + context + "}" + more + "}"));
  }

  private static void refused(Runnable reading, int status, String word) {
    assertThatExceptionOfType(CdsRefusedException.class)
        .isThrownBy(reading::run)
        .satisfies(it -> assertThat(it.status()).isEqualTo(status))
        .withMessageContaining(word);
  }

  @Test
  void aCallIsUnderstood() {
    HookCall call = read(Hook.PATIENT_VIEW, CONTEXT + ", 'encounterId': 'e1'", "");
    assertThat(call.patient()).isEqualTo("p1");
    assertThat(call.elsewhere()).isEmpty();
    assertThat(call.medicationOrders()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'patientId': 'p1'; context.userId",
        "'userId': 'me', 'patientId': 'p1'; context.userId",
        "'userId': 'Observation/1', 'patientId': 'p1'; context.userId",
        "'userId': 'Practitioner/1'; context.patientId",
        "'userId': 'Practitioner/1', 'patientId': 1; context.patientId",
        "'userId': 'Practitioner/1', 'patientId': 'Patient/p1'; context.patientId",
        "'userId': 'Practitioner/1', 'patientId': ''; context.patientId",
      })
  void aContextThatIsNotOfTheHookIsRefused(String context, String word) {
    refused(() -> read(Hook.PATIENT_VIEW, context, ""), 400, word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'fhirServer': 1; fhirServer",
        "'fhirServer': 'file:///etc'; fhirServer",
        "'prefetch': []; prefetch",
        "'prefetch': 'all'; prefetch",
      })
  void whatIsBesideTheContextIsCheckedToo(String member, String word) {
    refused(() -> read(Hook.PATIENT_VIEW, CONTEXT, ", " + member), 400, word);
  }

  @Test
  void thisServerIsKnownByItsOwnNamesAlone() {
    assertThat(
            read(Hook.PATIENT_VIEW, CONTEXT, ", 'fhirServer': 'http://localhost:8080/fhir/'")
                .elsewhere())
        .isEmpty();
    assertThat(
            read(Hook.PATIENT_VIEW, CONTEXT, ", 'fhirServer': 'https://ehr.example.org/r4/'")
                .elsewhere())
        .contains("https://ehr.example.org/r4");
  }

  @Test
  void ordersOfThePatientAreCounted() {
    String other = ", {'resource': {'resourceType': 'ServiceRequest', 'status': 'draft'}}";
    assertThat(
            signed(
                    "{'resourceType': 'Bundle', 'type': 'collection', 'entry': ["
                        + ORDER.formatted("p1")
                        + other
                        + "]}")
                .medicationOrders())
        .isEqualTo(1);
  }

  @Test
  void ordersThatAreNoneAreRefused() {
    refused(() -> read(Hook.ORDER_SIGN, CONTEXT, ""), 400, "context.draftOrders");
    refused(() -> signed("{'resourceType': 'Patient'}"), 400, "must be a Bundle");
    refused(
        () -> signed("{'resourceType': 'Bundle', 'colour': 'red'}"), 400, "no resource of FHIR");
    refused(() -> signed("{'resourceType': 'Bundle', 'entry': [{}]}"), 400, "must have a resource");
    refused(
        () -> signed("{'resourceType': 'Bundle', 'entry': [" + ORDER.formatted("p2") + "]}"),
        400,
        "does not refer to the patient");
  }

  private HookCall signed(String drafts) {
    return read(Hook.ORDER_SIGN, CONTEXT + ", 'draftOrders': " + drafts, "");
  }
}
