package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Risk models as services of CDS Hooks: who may call them, of what they answer, what is kept. */
class RiskCdsIT extends SmartIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICES = "/cds-services";
  private static final String VIEW = SERVICES + "/cha2ds2-vasc-patient-view";
  private static final String SIGN = SERVICES + "/cha2ds2-vasc-order-sign";
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String DIABETES = "44054006";

  @Autowired private FeedbackStore stored;

  private final String mark = UUID.randomUUID().toString();
  private final String patient = "cds-" + mark;
  private FhirHttp system;
  private FhirHttp backend;

  /** Hypertension 1, diabetes 1, female 1: 3 points, with atrial fibrillation. */
  @BeforeEach
  void aWomanWithAtrialFibrillation() {
    system = http(token("system/*.cruds"));
    backend = root(token("system/*.rs"));
    put("Patient/" + patient, person(patient));
    for (String code : List.of("49436004", "38341003", DIABETES)) {
      put("Condition/" + mark + "-" + code, condition(patient, code));
    }
  }

  private void put(String path, String body) {
    Answer answer = system.put(path, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private static String person(String id) {
    return "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"gender\": \"female\","
        .concat(" \"birthDate\": \"1966-04-02\"}")
        .formatted(id);
  }

  private String condition(String of, String code) {
    return """
    {"resourceType": "Condition", "id": "%s-%s",
     "clinicalStatus": {"coding": [{
       "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
     "verificationStatus": {"coding": [{
       "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
       "code": "confirmed"}]},
     "code": {"coding": [{"system": "%s", "code": "%s"}]},
     "subject": {"reference": "Patient/%s"}, "onsetDateTime": "2020-01-01"}
    """
        .formatted(mark, code, SNOMED, code, of);
  }

  private FhirHttp root(String token) {
    return new FhirHttp(
        rootUrl(), "Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  private FhirHttp nurse() {
    return root(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
  }

  private static ObjectNode call(String hook, String patient) {
    ObjectNode call = JSON.createObjectNode();
    call.put("hook", hook).put("hookInstance", UUID.randomUUID().toString());
    call.putObject("context").put("userId", "Practitioner/1").put("patientId", patient);
    return call;
  }

  private ObjectNode view() {
    return call("patient-view", patient);
  }

  private static JsonNode cards(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("cards");
  }

  private static void refused(Answer answer, int status, String error, String word) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("errorMessage").asText()).contains(word);
  }

  private static Answer send(FhirHttp client, String path, JsonNode body) {
    return client.send("POST", path, body.toString());
  }

  private List<String> ids() {
    JsonNode services = backend.get(SERVICES).json().path("services");
    return StreamSupport.stream(services.spliterator(), false)
        .map(it -> it.path("id").asText())
        .toList();
  }

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

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the queries of the service find, as a client would send it. */
  private ObjectNode prefetch(String of) {
    ObjectNode prefetch = JSON.createObjectNode();
    for (JsonNode service : backend.get(SERVICES).json().path("services")) {
      if (service.path("id").asText().equals("cha2ds2-vasc-patient-view")) {
        service
            .path("prefetch")
            .fields()
            .forEachRemaining(
                it ->
                    prefetch.set(
                        it.getKey(),
                        system
                            .get(
                                it.getValue()
                                    .asText()
                                    .replace("{{context.patientId}}", of)
                                    .replace("|", "%7C"))
                            .json()));
      }
    }
    return prefetch;
  }

  private ObjectNode sending(ObjectNode call, ObjectNode prefetch) {
    call.set("prefetch", prefetch);
    return call;
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
  void onlyWhoMayScoreMayCall() {
    ObjectNode nothing = JSON.createObjectNode();
    assertThat(send(new FhirHttp(rootUrl()), VIEW, view()).status()).isEqualTo(401);
    UserTokens users = new UserTokens(this);
    for (String token :
        List.of(
            token("system/Observation.rs"),
            users.of(TestUsers.NURSE, "user/Condition.rs"),
            users.of(TestUsers.RESEARCHER, "user/*.rs"),
            users.of(TestUsers.PRIVACY_OFFICER, "user/*.rs"))) {
      refused(send(root(token), VIEW, view()), 403, "forbidden", "$risk-score");
      refused(send(root(token), VIEW, nothing), 403, "forbidden", "$risk-score");
      refused(send(root(token), VIEW + "/feedback", nothing), 403, "forbidden", "$risk-score");
    }
    Answer declared = backend.send("POST", VIEW, view().toString(), "X-Purpose-Of-Use", "ETREAT");
    refused(declared, 403, "forbidden", "X-Purpose-Of-Use");
  }

  @Test
  void onlyWhatTheCallerMaySeeCounts() {
    JsonNode less = cards(send(root(token("system/Patient.rs")), VIEW, view()));
    assertThat(less.toString()).doesNotContain("3 points").contains("Atrial fibrillation");
    put("Patient/test-patient", "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}");
    FhirHttp other =
        root(new UserTokens(this).of(TestUsers.PATIENT, "patient/*.rs", "test-patient"));
    refused(send(other, VIEW, view()), 412, "precondition_failed", "no such patient");
  }

  @Test
  void whoIsWithheldIsAsUnknown() {
    FhirHttp nurse = nurse();
    ObjectNode sent = prefetch(patient);
    Answer unknown = send(nurse, VIEW, call("patient-view", "nobody-" + mark));
    refused(unknown, 412, "precondition_failed", "no such patient");
    assertThat(cards(send(nurse, VIEW, view()))).hasSize(1);
    consent(
        """
        "provision": [{"type": "deny", "actor": [{"role": {"coding": [{
          "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]},
          "reference": {"reference": "Practitioner/test-nurse"}}]}]
        """);
    Answer withheld = send(nurse, VIEW, view());
    assertThat(withheld.status()).isEqualTo(unknown.status());
    assertThat(withheld.body()).isEqualTo(unknown.body());
    JsonNode card = cards(send(nurse, VIEW, sending(view(), sent))).get(0);
    assertThat(card.path("links")).hasSize(1);
    assertThat(cards(send(backend, VIEW, view()))).hasSize(1);
  }

  @Test
  void whoRefusesSoftwareIsNotScored() {
    ObjectNode sent = prefetch(patient);
    consent(
        """
        "provision": [{"type": "deny", "purpose": [{
          "system": "https://andiron.org/fhir/CodeSystem/consent-purpose",
          "code": "automated-scoring"}]}]
        """);
    FhirHttp nurse = nurse();
    refused(send(nurse, VIEW, view()), 403, "refused", "does not agree");
    refused(send(nurse, VIEW, sending(view(), sent)), 403, "refused", "does not agree");
    ObjectNode elsewhere = sending(view(), sent).put("fhirServer", "https://ehr.example.org/r4");
    refused(send(nurse, VIEW, elsewhere), 403, "refused", "does not agree");
  }

  private void consent(String provisions) {
    put("Practitioner/test-nurse", "{\"resourceType\": \"Practitioner\", \"id\": \"test-nurse\"}");
    Answer answer =
        system.post(
            "Consent",
            """
            {"resourceType": "Consent", "status": "active",
             "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
               "code": "patient-privacy"}]},
             "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
             "patient": {"reference": "Patient/%s"},
             "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
               "code": "OPTIN"}]},
             "provision": {"type": "permit", %s}}
            """
                .formatted(patient, provisions));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
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

  private static String feedback(String card, String outcome, String more, String at) {
    return "{\"feedback\": [{\"card\": \"%s\", \"outcome\": \"%s\"%s, \"outcomeTimestamp\": \"%s\"}]}"
        .formatted(card, outcome, more, at);
  }

  private List<String> kept(String card) {
    return jdbc()
        .queryForList(
            "select subject || ' ' || outcome || ' ' || coalesce(reason, '') || ' ' ||"
                + " coalesce(comment, '') from andiron.cds_feedback where card = ?::uuid order by"
                + " 1",
            String.class,
            card);
  }

  @Test
  void feedbackIsKept() {
    FhirHttp nurse = nurse();
    String card = cards(send(nurse, VIEW, view())).get(0).path("uuid").asText();
    String reason =
        ", \"overrideReason\": {\"reason\": {\"system\": \"%s\", \"code\": \"known\"},"
            .formatted(OverrideReason.SYSTEM)
            .concat(" \"userComment\": \"seen\"}");
    String path = VIEW + "/feedback";
    String overridden = feedback(card, "overridden", reason, "2026-03-01T10:00:00Z");
    assertThat(nurse.send("POST", path, overridden).status()).isEqualTo(200);
    assertThat(nurse.send("POST", path, overridden).status()).isEqualTo(200);
    assertThat(kept(card)).containsExactly("nurse.test overridden known seen");
    // What was earlier comes late and changes nothing; another caller has a word of its own.
    String earlier = feedback(card, "accepted", "", "2026-03-01T09:00:00Z");
    assertThat(nurse.send("POST", path, earlier).status()).isEqualTo(200);
    assertThat(backend.send("POST", path, earlier).status()).isEqualTo(200);
    assertThat(kept(card))
        .containsExactly("nurse.test overridden known seen", "test-backend accepted  ");
    String later = feedback(card, "accepted", "", "2026-03-01T11:00:00Z");
    assertThat(nurse.send("POST", path, later).status()).isEqualTo(200);
    assertThat(kept(card)).containsExactly("nurse.test accepted  ", "test-backend accepted  ");
    // As the report of its model has it.
    String digest =
        jdbc()
            .queryForObject(
                "select distinct digest from andiron.cds_feedback where card = ?::uuid",
                String.class,
                card);
    assertThat(stored.counts(String.valueOf(digest), LocalDate.now(ZoneOffset.UTC)).accepted())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void feedbackThatIsNoneIsRefused() {
    String card = cards(send(backend, VIEW, view())).get(0).path("uuid").asText();
    String good = feedback(card, "accepted", "", "2026-03-01T10:00:00Z");
    refused(
        backend.send("POST", SERVICES + "/has-bled-patient-view/feedback", good),
        400,
        "bad_request",
        "feedback[0].card");
    refused(
        backend.send("POST", VIEW + "/feedback", good.replace("accepted", "seen")),
        400,
        "bad_request",
        "feedback[0].outcome");
    refused(
        backend.send("POST", SERVICES + "/patient-consent-consult/feedback", good),
        404,
        "not_found",
        "takes no feedback");
    refused(
        root(token("system/Observation.rs")).send("POST", VIEW + "/feedback", good),
        403,
        "forbidden",
        "$risk-score");
    assertThat(kept(card)).isEmpty();
  }
}
