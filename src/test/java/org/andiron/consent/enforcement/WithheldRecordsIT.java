package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** What a patient withheld does not exist for the caller. */
class WithheldRecordsIT extends ConsentIT {

  @Test
  void whatADenialIsAboutDoesNotExistForWhomItNames() {
    String glucose = observation("2339-0");
    String weight = observation("29463-7");
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'Practitioner/test-nurse'}}],"
            + " 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}]}");

    assertThat(status(nurse, glucose)).isEqualTo(404);
    assertThat(status(nurse, glucose + "/_history")).isEqualTo(404);
    assertThat(status(nurse, glucose + "/_history/1")).isEqualTo(404);
    assertThat(status(nurse, weight)).isEqualTo(200);
    assertThat(found(nurse, "Observation?subject=" + patient)).containsExactly(weight);
    assertThat(found(nurse, "Patient?_has:Observation:patient:code=2339-0&name=" + mark)).isEmpty();
    assertThat(found(nurse, "Patient?_revinclude=Observation:patient&name=" + mark))
        .containsExactlyInAnyOrder(patient, weight);
    assertThat(
            as(nurse)
                .get("Observation?_summary=count&subject=" + patient)
                .json()
                .path("total")
                .asInt())
        .isEqualTo(1);

    for (String token : List.of(physician, backend)) {
      assertThat(status(token, glucose)).isEqualTo(200);
      assertThat(found(token, "Observation?subject=" + patient))
          .containsExactlyInAnyOrder(glucose, weight);
    }
  }

  @Test
  void whatIsStoredAfterTheConsentIsUnderItToo() {
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}],"
            + " 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'access'}]}]}");
    String glucose = observation("2339-0");
    String weight = observation("29463-7");

    assertThat(status(nurse, glucose)).isEqualTo(404);
    assertThat(status(backend, glucose)).isEqualTo(404);
    assertThat(status(nurse, weight)).isEqualTo(200);
  }

  @Test
  void aRevokedConsentActsOnTheNextRequest() {
    String weight = observation("29463-7");
    String consent = consent(DENY_ALL);
    assertThat(status(nurse, weight)).isEqualTo(404);
    assertThat(status(nurse, patient)).isEqualTo(404);
    assertThat(status(nurse, consent)).isEqualTo(404);
    assertThat(status(officer, consent)).isEqualTo(200);

    String inactive = as(officer).get(consent).body().replace("\"active\"", "\"inactive\"");
    assertThat(as(officer).put(consent, inactive).status()).isEqualTo(200);
    assertThat(status(nurse, weight)).isEqualTo(200);
    assertThat(status(nurse, patient)).isEqualTo(200);
  }

  @Test
  void aDeletedConsentHasNoEffect() {
    String weight = observation("29463-7");
    String consent = consent(DENY_ALL);
    assertThat(status(physician, weight)).isEqualTo(404);

    assertThat(as(officer).delete(consent).status()).isEqualTo(200);
    assertThat(status(physician, weight)).isEqualTo(200);
  }

  /** Their Consents may refer by id to what is withheld from them, and nothing more. */
  @Test
  void officersDoNotFindByCriteriaWhatIsWithheldFromThem() {
    patient = stored("Patient", json("{'resourceType': 'Patient', " + identified(1) + "}"));
    for (int value : List.of(1, 2)) {
      String task = task(value).replace("'intent'", "'for': {'reference': 'PATIENT'}, 'intent'");
      assertThat(status(officer, stored("Task", task))).isEqualTo(200);
    }
    consent(DENY_ALL);
    assertThat(found(officer, "Task?" + criteria(1))).isEmpty();

    assertThat(patched(1)).startsWith("404").isEqualTo(patched(3));
    assertThat(put(1)).startsWith("201").isEqualTo(put(3));
    assertThat(transaction(2)).startsWith("200").isEqualTo(transaction(4));
    assertThat(referring("Patient?" + criteria(1)))
        .startsWith("4")
        .isEqualTo(referring("Patient?" + criteria(3)));
    assertThat(referring(patient)).startsWith("201");
  }

  private static String identified(int value) {
    return "'identifier': [{'system': 'http://example.org/MARK', 'value': 'n" + value + "'}]";
  }

  private String criteria(int value) {
    return "identifier=http://example.org/" + mark + "%7Cn" + value;
  }

  private static String task(int value) {
    return "{'resourceType': 'Task', 'status': 'requested', "
        + identified(value)
        + ", 'intent': 'order'}";
  }

  private String patched(int value) {
    return told(
        as(officer)
            .patch(
                "Task?" + criteria(value),
                json("[{'op': 'add', 'path': '/language', 'value': 'fr'}]"),
                "Content-Type",
                "application/json-patch+json"));
  }

  private String put(int value) {
    return told(as(officer).put("Task?" + criteria(value), json(task(value))));
  }

  private String transaction(int value) {
    Answer answer =
        as(officer)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'request':"
                        + " {'method': 'PUT', 'url': 'Task?"
                        + criteria(value)
                        + "'}, 'resource': "
                        + task(value)
                        + "}]}"));
    return told(answer) + answer.json().at("/entry/0/response/status").asText();
  }

  private String referring(String reference) {
    return told(
        as(officer)
            .post(
                "Consent",
                json(
                    "{'resourceType': 'Consent', 'status': 'active', 'patient': {'reference': '"
                        + reference
                        + "'}, 'scope': {'coding': [{'system':"
                        + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code':"
                        + " 'patient-privacy'}]}, 'category': [{'coding': [{'system':"
                        + " 'http://loinc.org', 'code': '59284-0'}]}], 'policy': [{'uri':"
                        + " 'http://example.org/policy'}], 'provision': {'type': 'deny'}}")));
  }

  /** Without what tells the identifiers apart. */
  private static String told(Answer answer) {
    return answer.status() + answer.diagnostics().replaceAll("n[1-4]", "N");
  }

  @Test
  void whatIsHiddenCannotBeChangedNorLinkedNorDetected() {
    String weight = observation("29463-7");
    consent(DENY_ALL);
    String hidden =
        json(
            "{'resourceType': 'Observation', 'id': '"
                + weight.substring("Observation/".length())
                + "', 'status': 'final', 'code': {'text': 'x'}}");
    Answer absent =
        as(physician)
            .put(
                "Observation/" + mark,
                json(
                    "{'resourceType': 'Observation', 'id': 'MARK', 'status': 'final', 'code':"
                        + " {'text': 'x'}}"));

    Answer refused = as(physician).put(weight, hidden);
    assertThat(refused.status()).isEqualTo(absent.status()).isEqualTo(403);
    assertThat(refused.diagnostics()).isEqualTo(absent.diagnostics());
    assertThat(as(physician).delete(weight).status())
        .isEqualTo(as(physician).delete("Observation/" + mark).status());
    Answer linking =
        as(physician)
            .post(
                "Observation",
                json(
                    "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'x'},"
                        + " 'subject': {'reference': 'PATIENT'}}"));
    assertThat(linking.status()).as(linking.body()).isEqualTo(400);
    assertThat(as(backend).get(weight).status()).isEqualTo(404);
  }

  @Test
  void aConsentMayForbidToCollect() {
    consent(
        "{'type': 'deny', 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'collect'}]}]}");
    Answer refused =
        as(physician)
            .post(
                "Observation",
                json(
                    "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
                        + " 'subject': {'reference': 'PATIENT'}}"));

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(found(physician, "Observation?subject=" + patient)).isEmpty();
    assertThat(status(physician, patient)).isEqualTo(200);
  }

  /** A consent and a resource that are stored at the same time know of each other. */
  @Test
  void nothingThatIsStoredWhileAConsentComesEscapesIt() throws Exception {
    String access =
        "{'type': 'deny', 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'access'}]}],"
            + " 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}]}";
    ExecutorService writers = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 5; round++) {
        record();
        List<Future<String>> stored = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          stored.add(writers.submit(() -> observation("2339-0")));
        }
        Future<String> consent = writers.submit(() -> consent(access));
        for (int i = 0; i < 6; i++) {
          stored.add(writers.submit(() -> observation("2339-0")));
        }
        consent.get();
        for (Future<String> observation : stored) {
          assertThat(status(nurse, observation.get())).isEqualTo(404);
        }
        assertThat(found(nurse, "Observation?subject=" + patient)).isEmpty();
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void aTransactionMayStoreWhatItWithholdsFromItsWriter() {
    String hidden = observation("2339-0");
    Answer stored =
        as(backend)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'request':"
                        + " {'method': 'POST', 'url': 'Consent'}, 'resource': {'resourceType':"
                        + " 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT'},"
                        + " 'scope': {'coding': [{'system':"
                        + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code':"
                        + " 'patient-privacy'}]}, 'category': [{'text': 'x'}], 'policy': [{'uri':"
                        + " 'http://example.org/policy'}], 'provision': {'type': 'deny', 'data':"
                        + " [{'meaning': 'instance', 'reference': {'reference': '"
                        + hidden
                        + "'}}]}}}]}"));
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    assertThat(status(backend, hidden)).isEqualTo(404);
    assertThat(status(backend, patient)).isEqualTo(200);
  }
}
