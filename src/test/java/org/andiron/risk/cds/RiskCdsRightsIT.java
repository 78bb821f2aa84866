package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.andiron.audit.capture.Recorded;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.Test;

/** Who may call services of risk models, and what of a record they see. */
class RiskCdsRightsIT extends CdsCallsIT {

  private static final String REFUSAL =
      """
      "provision": [{"type": "deny", "purpose": [{
        "system": "https://andiron.org/fhir/CodeSystem/consent-purpose",
        "code": "automated-scoring"}]}]
      """;

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
    assertThat(cards(send(root(token("system/Patient.rs")), VIEW, view()))).isEmpty();
    assertThat(cards(send(root(token("system/Patient.rs system/Condition.rs")), VIEW, view())))
        .hasSize(1);
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
    consent(REFUSAL);
    FhirHttp nurse = nurse();
    refused(send(nurse, VIEW, view()), 403, "refused", "does not agree");
    refused(send(nurse, VIEW, sending(view(), sent)), 403, "refused", "does not agree");
    ObjectNode elsewhere = sending(view(), sent).put("fhirServer", "https://ehr.example.org/r4");
    refused(send(nurse, VIEW, elsewhere), 403, "refused", "does not agree");
  }

  /** Kinds and patients of what is recorded of a call. */
  private List<String> recorded(FhirHttp caller, int status, ObjectNode call) {
    Recorded.Request request = Recorded.send(jdbc(), caller, "POST", VIEW, call.toString());
    assertThat(request.answer().status()).as(request.answer().body()).isEqualTo(status);
    return request.recorded().kinds();
  }

  @Test
  void aCallIsInTheRecordOfThePatient() {
    ObjectNode sent = sending(view(), prefetch(patient));
    FhirHttp nurse = nurse();
    // The first call also stores what the model is.
    send(nurse, VIEW, view());
    assertThat(recorded(nurse, 200, view()))
        .containsExactlyInAnyOrder("cds-call " + patient, "risk-score " + patient);
    assertThat(recorded(nurse, 200, sent))
        .containsExactlyInAnyOrder("cds-call " + patient, "risk-score " + patient);
    assertThat(recorded(nurse, 412, call("patient-view", "nobody-" + mark)))
        .containsExactly("cds-call nobody-" + mark);
    ObjectNode elsewhere = sent.deepCopy().put("fhirServer", "https://ehr.example.org/r4");
    String other = prefetch(patient).toString().replace(patient, "other-" + mark);
    ObjectNode ofOther = call("patient-view", "other-" + mark);
    ofOther.set("prefetch", tree(other));
    ofOther.put("fhirServer", "https://ehr.example.org/r4");
    assertThat(recorded(nurse, 200, ofOther)).containsExactlyInAnyOrder("cds-call", "risk-score");

    consent(REFUSAL);
    for (ObjectNode refused : List.of(view(), sent, elsewhere)) {
      Recorded.Request request = Recorded.send(jdbc(), nurse, "POST", VIEW, refused.toString());
      assertThat(request.answer().status()).isEqualTo(403);
      assertThat(request.recorded().kinds())
          .containsExactlyInAnyOrder(
              "cds-call " + patient, "consent-decision " + patient, "risk-score " + patient);
      assertThat(request.recorded().all())
          .allSatisfy(it -> assertThat(it.getOutcome().toCode()).isNotEqualTo("0"));
    }
    FhirHttp fhir = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    Recorded.Request request =
        Recorded.send(
            jdbc(), fhir, "GET", "Patient/" + patient + "/$risk-score?model=cha2ds2-vasc", null);
    assertThat(request.answer().status()).isEqualTo(403);
    assertThat(request.recorded().kinds())
        .containsExactlyInAnyOrder(
            "operation " + patient, "consent-decision " + patient, "risk-score " + patient);
  }

  private void consent(String provisions) {
    put("Practitioner/test-nurse", "{\"resourceType\": \"Practitioner\", \"id\": \"test-nurse\"}");
    givenConsent(
        patient,
        """
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
          "code": "OPTIN"}]},
        "provision": {"type": "permit", %s}
        """
            .formatted(provisions));
  }
}
