package org.andiron.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;

/**
 * Whatever this server and the tests before this one had recorded conforms to the profiles that it
 * claims, and to R4.
 */
class EverythingRecordedConformsIT extends SmartIT {

  /** The words of FHIR take their time: of each kind, outcome and set of profiles only some. */
  private static final int SAMPLE = 2;

  private static final FhirContext R4 = FhirContext.forR4Cached();

  private void something() {
    String id = "conforms-" + UUID.randomUUID();
    FhirHttp backend = http(token("system/*.cruds"));
    backend.put("/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}");
    http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs")).get("/Patient/" + id);
    backend.get("/Patient?_id=" + id);
    backend.get("/Patient/" + id + "/$everything");
    backend.get("/Patient/nobody-" + id);
    backend.put(
        "/RiskAssessment/" + id,
        """
        {"resourceType": "RiskAssessment", "id": "%s", "status": "final",
         "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
           "code": "AIAST"}]},
         "subject": {"reference": "Patient/%s"}}
        """
            .formatted(id, id));
    assertThat(backend.get("/RiskAssessment/" + id).status()).isEqualTo(200);
    backend.delete("/RiskAssessment/" + id);
    http().get("/Patient/" + id);
    backend.delete("/Patient/" + id);
  }

  @Test
  void inAllThatItSays() {
    something();
    Map<String, List<AuditEvent>> samples = new HashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> contents =
        jdbc()
            .queryForList(
                "select content from andiron.audit_event where not is_foreign", String.class);
    for (String content : contents) {
      AuditEvent event = R4.newJsonParser().parseResource(AuditEvent.class, content);
      // HAPI adds the type to what was read.
      event.setId(event.getIdElement().getIdPart());
      BalpConformance.problems(event).forEach(it -> problems.add(it + " in " + content));
      List<AuditEvent> some = samples.computeIfAbsent(likeness(event), it -> new ArrayList<>());
      if (some.size() < SAMPLE) {
        some.add(event);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(contents.size()).isGreaterThan(15);
    assertThat(samples.size()).isGreaterThan(8);
    samples.values().stream()
        .flatMap(List::stream)
        .forEach(
            it ->
                assertThat(BalpDefinitions.errors(it))
                    .as(R4.newJsonParser().encodeResourceToString(it))
                    .isEmpty());
  }

  private static String likeness(AuditEvent event) {
    return event.getMeta().getTag().stream().map(Coding::getCode).toList()
        + event.getOutcome().toCode()
        + event.getMeta().getProfile().stream().map(it -> it.getValue()).toList();
  }
}
