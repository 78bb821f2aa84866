package org.andiron.consent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code Consent/$evaluate} and {@code Consent/[id]/$evaluate}: for whom they are, what they say.
 */
class EvaluateIT extends EvaluationIT {

  private static final String TREATMENT =
      "{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'TREAT'}";

  @Test
  void whoWouldLoseWhatAndThenLosesIt() {
    Person physician = Person.create(accounts, "Doc", doctor, "physician");
    String token = new UserTokens(this).of(physician.username(), "user/*.rs");
    String draft = draft("draft", denyDoctor(ofCode("2339-0")));

    Parameters answer = parameters(evaluate(officer, draft));

    assertThat(value(answer, "patient")).isEqualTo(patient);
    assertThat(value(answer, "resources")).isEqualTo("3");
    assertThat(Integer.parseInt(value(answer, "people"))).isGreaterThan(1);
    assertThat(value(answer, "affected")).isEqualTo("1");
    assertThat(parts(answer, "count"))
        .containsExactly(
            List.of(
                "change=lose",
                "role=physician",
                "type=Observation",
                "purpose=TREAT",
                "people=1",
                "accesses=1"));
    assertThat(parts(answer, "sample"))
        .containsExactly(
            List.of(
                "actor=" + doctor,
                "resource=" + glucose,
                "purpose=TREAT",
                "before=permit",
                "after=deny"));

    assertThat(status(token, glucose)).isEqualTo(200);
    assertThat(as(officer).post("Consent", draft.replace("\"draft\"", "\"active\"")).status())
        .isEqualTo(201);
    assertThat(status(token, glucose)).isEqualTo(404);
    assertThat(status(token, weight)).isEqualTo(200);
  }

  @Test
  void whoWouldGainWhat() {
    consent(
        "{'type': 'permit', 'purpose': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'HRESCH'}]}");
    String draft =
        draft(
            "proposed",
            "{'type': 'permit', 'purpose': ["
                + TREATMENT
                + "], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': '"
                + doctor
                + "'}}]}");

    Parameters answer = parameters(evaluate(officer, draft));

    // The record is the Patient, two Observations, and the Consent in force.
    assertThat(parts(answer, "count"))
        .containsExactlyInAnyOrder(
            List.of("change=gain", "type=Consent", "purpose=TREAT", "people=1", "accesses=1"),
            List.of("change=gain", "type=Observation", "purpose=TREAT", "people=1", "accesses=2"),
            List.of("change=gain", "type=Patient", "purpose=TREAT", "people=1", "accesses=1"));
    assertThat(parts(answer, "sample")).allMatch(it -> it.contains("actor=" + doctor));
  }

  @Test
  void whatIsAlreadySoChangesNothing() {
    consent(denyDoctor(""));
    Parameters answer = parameters(evaluate(officer, draft("draft", denyDoctor(ofCode("2339-0")))));
    assertThat(value(answer, "affected")).isEqualTo("0");
    assertThat(parts(answer, "count")).isEmpty();
    assertThat(parts(answer, "sample")).isEmpty();
  }

  @Test
  void dataThatOnlyTheDraftNamesAreFoundByTheirLinks() {
    String stay =
        stored(
            "Encounter",
            "{'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'IMP'},"
                + " 'subject': {'reference': 'PATIENT'}}");
    stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'encounter': {'reference': '"
            + stay
            + "'}, 'code': {'text': 'x'}}");
    Parameters answer =
        parameters(
            evaluate(
                officer,
                draft(
                    "draft",
                    denyDoctor(
                        ", 'data': [{'meaning': 'related', 'reference': {'reference': '"
                            + stay
                            + "'}}]"))));
    assertThat(parts(answer, "count"))
        .containsExactlyInAnyOrder(
            List.of("change=lose", "type=Encounter", "purpose=TREAT", "people=1", "accesses=1"),
            List.of("change=lose", "type=Observation", "purpose=TREAT", "people=1", "accesses=1"),
            List.of("change=lose", "type=Patient", "purpose=TREAT", "people=1", "accesses=1"));
  }

  @Test
  void aStoredDraftAndOtherPurposes() {
    String onlyResearch =
        denyDoctor(
            ", 'purpose': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActReason',"
                + " 'code': 'HRESCH'}]");
    Answer stored = as(officer).post("Consent", draft("draft", onlyResearch));
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    String path = "Consent/" + stored.id() + "/$evaluate";

    assertThat(value(parameters(as(officer).get(path)), "affected")).isEqualTo("0");
    Parameters answer = parameters(as(officer).get(path + "?purpose=HRESCH&purpose=TREAT"));
    assertThat(value(answer, "affected")).isEqualTo("1");
    assertThat(parts(answer, "count")).allMatch(it -> it.contains("purpose=HRESCH"));
    Answer sent =
        as(officer).post("Consent/$evaluate?purpose=HRESCH", draft("draft", onlyResearch));
    assertThat(value(parameters(sent), "affected")).isEqualTo("1");

    assertThat(
            as(officer)
                .put(
                    "Consent/" + stored.id(),
                    as(officer)
                        .get("Consent/" + stored.id())
                        .body()
                        .replace("\"draft\"", "\"active\""))
                .status())
        .isEqualTo(200);
    Answer active = as(officer).get(path);
    assertThat(active.status()).as(active.body()).isEqualTo(422);
    assertThat(active.json().at("/issue/0/expression/0").asText()).isEqualTo("Consent.status");
  }

  @Test
  void whatCannotBeComputedIsRefusedWithItsElements() {
    Answer answer =
        evaluate(
            officer,
            draft("draft", "{'type': 'permit', 'provision': [{}], 'class': [{'code': ''}]}")
                .replace("\"class\": [{\"code\": \"\"}]", "\"dataPeriod\": {}"));
    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    Answer inner =
        evaluate(
            officer,
            draft(
                "draft",
                "{'type': 'permit', 'provision': [{'purpose': ["
                    + TREATMENT
                    + "]}], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
                    + " 'Practitioner/nobody-MARK'}}]}"));
    assertThat(inner.status()).as(inner.body()).isEqualTo(422);
    assertThat(inner.body())
        .contains("Consent.provision.provision[0].type")
        .contains("Consent.provision.actor[0]");
  }

  @Test
  void isForThePatientAndOfficers() {
    UserTokens users = new UserTokens(this);
    String herself = users.of(TestUsers.PATIENT, "user/*.rs");
    String foreign = draft("draft", denyDoctor(""));
    assertThat(evaluate(nurse, foreign).status()).isEqualTo(403);
    assertThat(evaluate(physician, foreign).status()).isEqualTo(403);
    assertThat(evaluate(backend, foreign).status()).isEqualTo(403);

    Answer neighbour = evaluate(herself, foreign);
    Answer nobody = evaluate(herself, foreign.replace(patient, "Patient/nobody"));
    assertThat(neighbour.status()).isEqualTo(404);
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(neighbour.json().at("/issue/0/diagnostics"))
        .isEqualTo(nobody.json().at("/issue/0/diagnostics"));

    assertThat(
            as(backend)
                .put(
                    "Patient/test-patient",
                    "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}")
                .status())
        .isIn(200, 201);
    String other = patient;
    patient = "Patient/test-patient";
    Parameters own = parameters(evaluate(herself, draft("draft", denyDoctor(""))));
    assertThat(value(own, "affected")).isEqualTo("1");
    patient = other;
  }

  @ParameterizedTest
  @CsvSource({"purpose=FUN, 'purpose'", "purpos=TREAT, purpos", "'', consent"})
  void whatIsNoQuestionIsRefused(String query, String word) {
    Answer answer = as(officer).get("Consent/$evaluate?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(word);
  }

  @Test
  void inTheBackground() {
    String draft = draft("draft", denyDoctor(""));
    Answer started = evaluate(officer, draft, "Prefer", "respond-async");
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    String status = started.header("Content-Location").orElseThrow();

    Answer early = as(officer).get(status);
    if (early.status() == 202) {
      assertThat(early.header("X-Progress")).isPresent();
    }
    UserTokens users = new UserTokens(this);
    for (String other : List.of(users.of(TestUsers.PATIENT, "user/*.rs"), nurse, backend)) {
      assertThat(as(other).get(status).status()).isEqualTo(404);
      assertThat(as(other).delete(status).status()).isEqualTo(404);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> as(officer).get(status).status() != 202);
    Parameters answer = parameters(as(officer).get(status));
    assertThat(value(answer, "affected")).isEqualTo("1");
    assertThat(parts(answer, "count"))
        .isEqualTo(parts(parameters(evaluate(officer, draft)), "count"));

    assertThat(as(officer).delete(status).status()).isEqualTo(202);
    assertThat(as(officer).get(status).status()).isEqualTo(404);
  }

  @Test
  void inTheBackgroundUntilItIsCancelled() {
    Answer started = evaluate(officer, draft("draft", denyDoctor("")), "Prefer", "respond-async");
    String status = started.header("Content-Location").orElseThrow();
    assertThat(as(officer).delete(status).status()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> as(officer).get(status).status() == 404);
  }
}
