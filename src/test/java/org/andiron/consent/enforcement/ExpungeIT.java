package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may remove resources for good, but not see all, removes what there is for them only. */
class ExpungeIT extends AndironIT {

  private final String mark = UUID.randomUUID().toString();

  private String consent = "";
  private String patient = "";
  private String hidden = "";
  private String shown = "";

  @BeforeEach
  void denyOneCode() {
    patient = stored("Patient", "{'resourceType': 'Patient'}");
    hidden = observation("hidden-" + mark);
    shown = observation("29463-7");
    denyTheCode();
    assertThat(http().get(hidden).status()).isEqualTo(404);
    assertThat(http().get(shown).status()).isEqualTo(200);
  }

  private void denyTheCode() {
    consent =
        stored(
            "Consent",
            "{'resourceType': 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT'},"
                + " 'scope': {'coding': [{'system':"
                + " 'http://terminology.hl7.org/CodeSystem/consentscope',"
                + " 'code': 'patient-privacy'}]}, 'policy': [{'uri': 'http://example.org/policy'}],"
                + " 'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],"
                + " 'provision': {'type': 'deny', 'code': [{'coding': [{'system':"
                + " 'http://loinc.org', 'code': 'hidden-"
                + mark
                + "'}]}]}}");
  }

  @AfterEach
  void takeBack() {
    http().delete(consent);
  }

  private String stored(String type, String resource) {
    Answer answer = http().post(type, json(resource));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return type + "/" + answer.id();
  }

  private String observation(String code) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'code': {'coding': [{'system': 'http://loinc.org', 'code': '"
            + code
            + "'}]}}");
  }

  private String json(String text) {
    return text.replace('\'', '"').replace("PATIENT", patient);
  }

  private Answer expunge(String target, String what) {
    return http()
        .post(
            target + "/$expunge",
            json(
                "{'resourceType': 'Parameters', 'parameter': [{'name': '"
                    + what
                    + "', 'valueBoolean': true}]}"));
  }

  @Test
  void whatWasDeletedIsRemoved() {
    assertThat(http().delete(shown).status()).isEqualTo(200);

    Answer answer = expunge(shown, "expungeDeletedResources");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(http().get(shown).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expungeDeletedResources", "expungePreviousVersions"})
  void whatIsWithheldIsNotFoundAndStays(String what) {
    Answer answer = expunge(hidden, what);

    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    http().delete(consent);
    assertThat(http().get(hidden).status()).isEqualTo(200);
  }

  @Test
  void aResourceWithWithheldVersionsStaysWhole() {
    String id = hidden.substring("Observation/".length());
    http().delete(consent);
    Answer changed =
        http()
            .put(
                hidden,
                json(
                    "{'resourceType': 'Observation', 'id': '"
                        + id
                        + "', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
                        + " 'code': {'text': 'something else'}}"));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    denyTheCode();
    assertThat(http().get(hidden).status()).isEqualTo(200);
    assertThat(http().get(hidden + "/_history/1").status()).isEqualTo(404);
    assertThat(http().delete(hidden).status()).isEqualTo(200);

    Answer answer = expunge(hidden, "expungeDeletedResources");

    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    assertThat(answer.body()).contains("nothing was removed");
    http().delete(consent);
    assertThat(http().get(hidden).status()).isEqualTo(410);
    assertThat(http().get(hidden + "/_history/1").status()).isEqualTo(200);
    assertThat(http().get(hidden + "/_history/2").status()).isEqualTo(200);
  }

  @Test
  void aBulkRemovalLeavesWhatIsWithheld() {
    Answer answer =
        http()
            .post(
                "$delete-expunge",
                json(
                    "{'resourceType': 'Parameters', 'parameter': [{'name': 'url', 'valueString':"
                        + " 'Observation?subject=PATIENT'}]}"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(http().get(shown).status()).isEqualTo(404));
    http().delete(consent);
    assertThat(http().get(hidden).status()).isEqualTo(200);
  }
}
