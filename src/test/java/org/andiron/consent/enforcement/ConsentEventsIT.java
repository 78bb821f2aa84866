package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.andiron.audit.capture.Recorded;
import org.andiron.audit.capture.Recorded.Request;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.intake.StoredReferences;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityDetailComponent;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The audit log says by which consent or policy something was shown, or not. */
class ConsentEventsIT extends ConsentIT {

  @Autowired private DataSource dataSource;
  @Autowired private StoredReferences references;
  @Autowired private ConsentProperties properties;

  private Request get(String token, String path) {
    return Recorded.send(jdbc(), as(token), "GET", path, null);
  }

  private static List<String> details(AuditEvent event, String type) {
    return event.getEntity().stream()
        .flatMap(it -> it.getDetail().stream())
        .filter(it -> type.equals(it.getType()))
        .map(AuditEventEntityDetailComponent::getValue)
        .map(it -> ((StringType) it).getValue())
        .toList();
  }

  private static List<String> references(AuditEvent event) {
    return event.getEntity().stream().map(it -> it.getWhat().getReference()).toList();
  }

  private String id() {
    return patient.substring("Patient/".length());
  }

  /** As the first request after a start does, which finds none of them in memory. */
  @Test
  void consentsAreReadOutsideOfTransactionsToo() {
    String consent =
        consent(
            "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
                + " {'reference': 'Practitioner/test-nurse'}}]}");
    PatientConsents unread =
        new EnforcementConfiguration()
            .patientConsents(dataSource, fhirContext(), references, properties);
    long number =
        jdbc()
            .queryForObject(
                "select res_id from hfj_resource where res_type = 'Patient' and fhir_id = ?",
                Long.class,
                id());
    assertThat(unread.of(List.of(number)).get(number))
        .singleElement()
        .satisfies(it -> assertThat(it.source()).startsWith(consent));
  }

  @Test
  void withoutAConsentThePolicyPermits() {
    String weight = observation("29463-7");
    AuditEvent event = get(nurse, weight).recorded().only();
    assertThat(details(event, "policy"))
        .containsExactly("https://profiles.ihe.net/ITI/PCF/Policy-all-normal");
    assertThat(details(event, "decision")).containsExactly("permit");
  }

  @Test
  void whatIsDeniedSaysByWhom() {
    String weight = observation("29463-7");
    String consent =
        consent(
            "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
                + " {'reference': 'Practitioner/test-nurse'}}]}");
    Request refused = get(nurse, weight);
    assertThat(refused.answer().status()).isEqualTo(404);
    assertThat(refused.recorded().kinds())
        .containsExactlyInAnyOrder("read " + id(), "consent-decision " + id());
    for (AuditEvent event : refused.recorded().all()) {
      assertThat(event.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._8);
      assertThat(event.getOutcomeDesc()).contains("withheld by consent or policy");
      assertThat(references(event)).contains(consent + "/_history/1");
      assertThat(details(event, "decision")).containsExactly("deny");
      assertThat(details(event, "rule"))
          .singleElement()
          .asString()
          .startsWith("andiron-consent-1 CONSENT_DENIES Consent.provision");
    }

    Request permitted = get(physician, weight);
    assertThat(permitted.answer().status()).isEqualTo(200);
    assertThat(references(permitted.recorded().only())).contains(consent + "/_history/1");
    assertThat(details(permitted.recorded().only(), "decision")).containsExactly("permit");
  }

  @Test
  void aConsentThatChangesIsAnAlert() {
    String consent = consent(DENY_ALL);
    String inactive = as(officer).get(consent).body().replace("\"active\"", "\"inactive\"");
    Request revoked = Recorded.send(jdbc(), as(officer), "PUT", consent, inactive);
    assertThat(revoked.answer().status()).isEqualTo(200);
    assertThat(revoked.recorded().kinds())
        .containsExactlyInAnyOrder("update " + id(), "consent-change " + id());
    assertThat(revoked.recorded().data())
        .containsExactly(consent + "/_history/2", consent + "/_history/2");
  }

  @Test
  void whatIsNotThereIsNobodys() {
    consent(DENY_ALL);
    Request unknown = get(nurse, "Observation/" + mark);
    assertThat(unknown.answer().status()).isEqualTo(404);
    assertThat(unknown.recorded().kinds()).containsExactly("read");
    assertThat(unknown.recorded().only().getOutcomeDesc()).contains("does not exist");
  }

  @Test
  void anEntryOfABatchIsRecordedLikeARequest() {
    String weight = observation("29463-7");
    consent(DENY_ALL);
    Request batch =
        Recorded.send(
            jdbc(),
            as(nurse),
            "POST",
            "",
            json(
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'request': {'method':"
                    + " 'GET', 'url': '"
                    + weight
                    + "'}}]}"));
    assertThat(batch.answer().status()).isEqualTo(200);
    assertThat(batch.recorded().kinds())
        .containsExactlyInAnyOrder("read " + id(), "consent-decision " + id());
  }
}
