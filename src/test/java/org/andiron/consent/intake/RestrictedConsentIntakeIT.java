package org.andiron.consent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consents of a client that may write Consents, and see nothing but these. */
class RestrictedConsentIntakeIT extends SmartIT {

  private final String mark = UUID.randomUUID().toString();
  private final List<String> stored = new ArrayList<>();

  private String patient = "";
  private String doctor = "";
  private String token = "";

  @BeforeEach
  void people() {
    String all = token("system/*.cruds");
    patient = "Patient/" + http(all).post("Patient", "{\"resourceType\": \"Patient\"}").id();
    doctor =
        "Practitioner/"
            + http(all)
                .post(
                    "Practitioner",
                    """
                    {"resourceType": "Practitioner", "identifier": [{"system": "urn:staff", "value": "%s"}]}
                    """
                        .formatted(mark))
                .id();
    token = token("system/Consent.cruds");
  }

  /** Other tests of this server see everything. From officers no Consent is withheld. */
  @AfterEach
  void remove() {
    FhirHttp officer =
        http(new UserTokens(this).of(TestUsers.PRIVACY_OFFICER, "user/Consent.cruds"));
    for (String consent : stored) {
      assertThat(officer.delete("Consent/" + consent).status()).isEqualTo(200);
      assertThat(officer.get("Consent/" + consent).status()).isEqualTo(410);
    }
  }

  private Answer store(String actor) {
    Answer answer =
        http(token)
            .post(
                "Consent",
                """
                {"resourceType": "Consent", "status": "active", "patient": {"reference": "%s"},
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                   "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "policy": [{"uri": "urn:policy"}],
                 "provision": {"type": "deny", "provision": [{"type": "permit", "actor": [
                   {"role": {"text": "x"}, "reference": %s}]}]}}
                """
                    .formatted(patient, actor));
    if (answer.status() == 201) {
      stored.add(answer.id());
    }
    return answer;
  }

  @Test
  void whatItNamesIsKnownAlthoughTheClientDoesNotSeeIt() {
    Answer answer = store("{\"reference\": \"" + doctor + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void soItIsByAnIdentifier() {
    Answer answer =
        store("{\"identifier\": {\"system\": \"urn:staff\", \"value\": \"" + mark + "\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    Answer answer = store("{\"reference\": \"Practitioner/nobody-here\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("issue").path(0).path("expression").path(0).asText())
        .isEqualTo("Consent.provision.provision[0].actor[0].reference");
    answer = store("{\"identifier\": {\"system\": \"urn:staff\", \"value\": \"nobody\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }
}
