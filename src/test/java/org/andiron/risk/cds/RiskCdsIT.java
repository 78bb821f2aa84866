package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.Test;

/** Risk models as services of CDS Hooks: which there are, and of what they answer. */
class RiskCdsIT extends CdsCallsIT {

  private void change(String action) {
    Answer answer =
        system.post(
            "$risk-change",
            """
            {"resourceType": "Parameters", "parameter": [
              {"name": "model", "valueString": "qsofa"}, {"name": "version", "valueString": "1.0.0"},
              {"name": "action", "valueCode": "%s"}, {"name": "reason", "valueString": "trial"}]}
            """
                .formatted(action));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void eachChampionIsTwoServices() {
    assertThat(ids())
        .contains("cha2ds2-vasc-patient-view", "cha2ds2-vasc-order-sign", "qsofa-order-sign")
        .contains("patient-consent-consult");
    JsonNode service =
        StreamSupport.stream(backend.get(SERVICES).json().path("services").spliterator(), false)
            .filter(it -> it.path("id").asText().equals("cha2ds2-vasc-patient-view"))
            .findFirst()
            .orElseThrow();
    assertThat(service.path("hook").asText()).isEqualTo("patient-view");
    assertThat(service.path("title").asText()).isEqualTo("CHA2DS2-VASc");
    assertThat(service.path("description").asText()).isNotBlank();
    assertThat(service.path("usageRequirements").asText()).contains("$risk-score");
    assertThat(service.path("prefetch").path("conditions").asText())
        .isEqualTo("Condition?patient={{context.patientId}}");
    change("disable");
    try {
      assertThat(ids()).doesNotContain("qsofa-patient-view", "qsofa-order-sign");
      refused(send(backend, SERVICES + "/qsofa-patient-view", view()), 404, "not_found", "no such");
    } finally {
      change("enable");
      change("promote");
    }
    assertThat(ids()).contains("qsofa-patient-view");
  }

  @Test
  void aCardSaysWhatTheOperationSays() {
    JsonNode cards = cards(send(nurse(), VIEW, view()));
    assertThat(cards).hasSize(1);
    assertThat(
            jdbc()
                .queryForObject(
                    "select count(*) from andiron.audit_event where content like ? and content like"
                        + " '%Device/risk-cha2ds2-vasc%' and content like '%input-hash%' and"
                        + " content like '%test-nurse%'",
                    Integer.class, "%Patient/" + patient + "%"))
        .isEqualTo(1);
    String headline = cards.get(0).path("summary").asText();
    assertThat(headline).startsWith("CHA2DS2-VASc: 3 points").contains("high");
    JsonNode assessment =
        system.get("Patient/" + patient + "/$risk-score?model=cha2ds2-vasc").json();
    assertThat(assessment.path("prediction").get(0).path("rationale").asText()).contains(headline);
    assertThat(cards.get(0).path("indicator").asText()).isEqualTo("warning");
    // The card of the model is where the links lead, for whoever got them.
    String source = cards.get(0).at("/source/url").asText();
    assertThat(source).startsWith(baseUrl() + "/DocumentReference/risk-cha2ds2-vasc-");
    String nurse = new UserTokens(this).of(TestUsers.NURSE, "user/*.rs");
    assertThat(http(nurse).get(source).status()).isEqualTo(200);
    assertThat(http(nurse).get(cards.get(0).at("/links/1/url").asText()).status()).isEqualTo(200);
  }

  @Test
  void readersGetTheirLanguage() {
    Answer answer =
        backend.send("POST", VIEW, view().toString(), "Accept-Language", "zh-CN,en;q=0.5");
    assertThat(cards(answer).get(0).path("summary").asText()).contains("高危");
  }

  @Test
  void whatIsMissingIsACardAndWhatDoesNotApplyIsNone() {
    assertThat(cards(send(backend, SERVICES + "/meld-3-patient-view", view()))).isEmpty();
    put("Condition/" + mark + "-19943007", condition(patient, "19943007"));
    JsonNode missing = cards(send(backend, SERVICES + "/meld-3-patient-view", view()));
    assertThat(missing).hasSize(1);
    assertThat(missing.get(0).path("indicator").asText()).isEqualTo("info");
    assertThat(missing.get(0).path("summary").asText()).contains("Bilirubin");
    put("Patient/" + patient, person(patient).replace("1966-04-02", "2016-04-02"));
    assertThat(cards(send(backend, SERVICES + "/prevent-2023-patient-view", view()))).isEmpty();
  }

  @Test
  void ordersAreReadAndNotCounted() {
    ObjectNode call = call("order-sign", patient);
    refused(send(backend, SIGN, call), 400, "bad_request", "draftOrders");
    String orders =
        """
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {
          "resourceType": "MedicationRequest", "id": "d1", "status": "draft", "intent": "order",
          "medicationCodeableConcept": {"coding": [{
            "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "5640"}]},
          "subject": {"reference": "Patient/%s"}}}]}
        """;
    ObjectNode context = (ObjectNode) call.path("context");
    context.set("draftOrders", tree(orders.formatted("somebody-else")));
    refused(send(backend, SIGN, call), 400, "bad_request", "does not refer to the patient");
    context.set("draftOrders", tree(orders.formatted(patient)));
    JsonNode card = cards(send(backend, SIGN, call)).get(0);
    assertThat(card.path("summary").asText()).startsWith("CHA2DS2-VASc: 3 points");
    assertThat(card.path("detail").asText()).doesNotContain("being signed");
    JsonNode bleeding = cards(send(backend, SERVICES + "/has-bled-order-sign", call)).get(0);
    assertThat(bleeding.path("detail").asText()).contains("being signed are not counted (1)");
  }

  private ObjectNode withoutDiabetes() {
    ObjectNode prefetch = prefetch(patient);
    ArrayNode entries = (ArrayNode) prefetch.at("/conditions/entry");
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).toString().contains(DIABETES)) {
        entries.remove(i);
      }
    }
    return prefetch;
  }

  @Test
  void whatIsSentIsScored() {
    JsonNode same = cards(send(backend, VIEW, sending(view(), prefetch(patient)))).get(0);
    assertThat(same.path("summary").asText()).startsWith("CHA2DS2-VASc: 3 points");
    JsonNode less = cards(send(backend, VIEW, sending(view(), withoutDiabetes()))).get(0);
    assertThat(less.path("summary").asText()).startsWith("CHA2DS2-VASc: 2 points");
    assertThat(less.path("detail").asText()).contains("that the calling system sent");
    // Of a part nothing is scored: what is stored is.
    ObjectNode part = withoutDiabetes();
    part.remove("patient");
    assertThat(cards(send(backend, VIEW, sending(view(), part))).get(0).path("summary").asText())
        .startsWith("CHA2DS2-VASc: 3 points");
  }

  @Test
  void whatIsSentIsOfThePatient() {
    ObjectNode prefetch = prefetch(patient);
    ((ObjectNode) prefetch.at("/conditions/entry/0/resource/subject"))
        .put("reference", "Patient/other");
    refused(
        send(backend, VIEW, sending(view(), prefetch)),
        400,
        "bad_request",
        "does not refer to the patient");
    ObjectNode broken = prefetch(patient);
    ((ObjectNode) broken.path("patient")).put("colour", "red");
    refused(
        send(backend, VIEW, sending(view(), broken)),
        400,
        "bad_request",
        "prefetch.patient is no resource");
  }

  @Test
  void ofAnotherServerOnlyWhatIsSentIsScored() {
    ObjectNode call = view().put("fhirServer", "https://ehr.example.org/r4");
    refused(send(backend, VIEW, call), 412, "precondition_failed", "prefetch");
    call.put("fhirServer", baseUrl());
    assertThat(cards(send(backend, VIEW, call))).hasSize(1);
    String elsewhere = "elsewhere-" + mark;
    ObjectNode sent = tree(prefetch(patient).toString().replace(patient, elsewhere)).deepCopy();
    ObjectNode foreign = call("patient-view", elsewhere);
    foreign.put("fhirServer", "https://ehr.example.org/r4");
    JsonNode card = cards(send(backend, VIEW, sending(foreign, sent))).get(0);
    assertThat(card.path("summary").asText()).startsWith("CHA2DS2-VASc: 3 points");
    assertThat(card.path("links")).hasSize(1);
    assertThat(
            jdbc()
                .queryForObject(
                    "select count(*) from andiron.audit_event where content like ?",
                    Integer.class,
                    "%https://ehr.example.org/r4/Patient/" + elsewhere + "%"))
        .isEqualTo(1);
  }

  @Test
  void callsThatAreNoneAreRefused() {
    refused(backend.send("POST", VIEW, "{"), 400, "", "");
    refused(send(backend, VIEW, JSON.createObjectNode()), 400, "bad_request", "hook must be");
    refused(send(backend, VIEW, call("order-sign", patient)), 400, "bad_request", "patient-view");
    ObjectNode nobody = view();
    ((ObjectNode) nobody.path("context")).remove("userId");
    refused(send(backend, VIEW, nobody), 400, "bad_request", "context.userId");
    refused(
        send(backend, VIEW, call("patient-view", "Patient/1")), 400, "bad_request", "patientId");
    refused(send(backend, SERVICES + "/lace", view()), 404, "not_found", "no such service");
    assertThat(backend.get(VIEW + "/feedback").status()).isEqualTo(405);
  }
}
