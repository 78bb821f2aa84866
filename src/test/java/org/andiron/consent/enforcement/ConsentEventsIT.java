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
          .startsWith("andiron-consent-2 CONSENT_DENIES Consent.provision");
    }

    Request permitted = get(physician, weight);
    assertThat(permitted.answer().status()).isEqualTo(200);
    assertThat(references(permitted.recorded().only())).contains(consent + "/_history/1");
    assertThat(details(permitted.recorded().only(), "decision")).containsExactly("permit");
  }

  @Test
  void whatIsDeniedInATransactionOrComparisonSaysSo() {
    String weight = observation("29463-7");
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'Practitioner/test-nurse'}}]}");
    Request transaction =
        Recorded.send(
            jdbc(),
            as(nurse),
            "POST",
            "",
            """
            {"resourceType": "Bundle", "type": "transaction",
             "entry": [{"request": {"method": "GET", "url": "%s"}}]}
            """
                .formatted(weight));
    assertThat(transaction.answer().status()).as(transaction.answer().body()).isEqualTo(404);
    assertThat(transaction.recorded().kinds())
        .containsExactlyInAnyOrder("transaction " + id(), "consent-decision " + id());

    Request compared = get(nurse, "$diff?from=" + weight + "&to=" + weight);
    assertThat(compared.answer().status()).as(compared.answer().body()).isEqualTo(404);
    assertThat(compared.recorded().kinds())
        .containsExactlyInAnyOrder("operation " + id(), "consent-decision " + id());
  }

  @Test
  void aConsentThatIsNotInForcePermitsNothing() {
    String weight = observation("29463-7");
    String consent =
        consent(
            "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
                + " {'reference': 'Practitioner/test-nurse'}}]}");
    String active = as(officer).get(consent).body();
    assertThat(references(get(physician, weight).recorded().only()))
        .contains(consent + "/_history/1");
    for (String status : List.of("draft", "inactive")) {
      assertThat(
              as(officer).put(consent, active.replace("\"active\"", '"' + status + '"')).status())
          .isEqualTo(200);
      AuditEvent event = get(physician, weight).recorded().only();
      assertThat(references(event)).noneMatch(it -> it != null && it.startsWith(consent));
      assertThat(details(event, "policy"))
          .containsExactly("https://profiles.ihe.net/ITI/PCF/Policy-all-normal");
    }
  }

  @Test
  void whatIsWrittenSaysUnderWhatToo() {
    Request before = create();
    assertThat(details(before.recorded().only(), "policy"))
        .containsExactly("https://profiles.ihe.net/ITI/PCF/Policy-all-normal");
    String consent =
        consent(
            "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
                + " {'reference': 'Practitioner/test-nurse'}}]}");

    Request created = create();
    String weight = "Observation/" + created.answer().id();
    Request updated = put(weight);
    Request deleted = Recorded.send(jdbc(), as(physician), "DELETE", weight, null);
    for (Request written : List.of(created, updated, deleted)) {
      assertThat(written.answer().status()).as(written.answer().body()).isIn(200, 201, 204);
      AuditEvent event = written.recorded().only();
      assertThat(references(event)).contains(consent + "/_history/1");
      assertThat(details(event, "decision")).containsExactly("permit");
    }
  }

  private Request create() {
    return Recorded.send(
        jdbc(),
        as(physician),
        "POST",
        "Observation",
        json(
            "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
                + " 'subject': {'reference': 'PATIENT'}}"));
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

  private static String forbid(String action) {
    return "{'type': 'deny', 'action': [{'coding': [{'system':"
        + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': '"
        + action
        + "'}]}]}";
  }

  private Request put(String path) {
    return Recorded.send(jdbc(), as(physician), "PUT", path, changed(path));
  }

  private String changed(String path) {
    return json(
        "{'resourceType': 'Observation', 'id': '"
            + path.substring("Observation/".length())
            + "', 'status': 'final', 'code': {'text': 'x'}, 'subject': {'reference': 'PATIENT'}}");
  }

  private void assertRefusedBy(String consent, Request refused, String kind) {
    assertThat(refused.answer().status()).as(refused.answer().body()).isEqualTo(403);
    assertRecorded(consent, refused, kind);
  }

  private void assertRecorded(String consent, Request refused, String kind) {
    assertThat(refused.recorded().kinds())
        .containsExactlyInAnyOrder(kind + ' ' + id(), "consent-decision " + id());
    for (AuditEvent event : refused.recorded().all()) {
      assertThat(event.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._8);
      assertThat(event.getOutcomeDesc()).contains("withheld by consent or policy");
      assertThat(references(event)).contains(consent + "/_history/1");
      assertThat(details(event, "decision")).containsExactly("deny");
    }
  }

  @Test
  void aChangeOfWhatIsWithheldIsADecision() {
    String weight = observation("29463-7");
    String consent = consent(DENY_ALL);
    assertRefusedBy(consent, put(weight), "update");
    String bundle =
        json("{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'resource': ")
            + changed(weight)
            + json(", 'request': {'method': 'PUT', 'url': '" + weight + "'}}]}");
    assertRecorded(consent, Recorded.send(jdbc(), as(physician), "POST", "", bundle), "update");
    assertRefusedBy(
        consent,
        Recorded.send(
            jdbc(), as(physician), "POST", "", bundle.replace("\"batch\"", "\"transaction\"")),
        "transaction");
    Request absent = put("Observation/" + mark);
    assertThat(absent.answer().status()).isEqualTo(403);
    assertThat(absent.recorded().kinds()).containsExactly("update");
  }

  @Test
  void aForbiddenCorrectionIsADecision() {
    String weight = observation("29463-7");
    String consent = consent(forbid("correct"));
    assertThat(get(physician, weight).answer().status()).isEqualTo(200);
    assertRefusedBy(consent, put(weight), "update");
  }

  @Test
  void aForbiddenCollectionIsADecision() {
    String consent = consent(forbid("collect"));
    Request refused =
        Recorded.send(
            jdbc(),
            as(physician),
            "POST",
            "Observation",
            json(
                "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
                    + " 'subject': {'reference': 'PATIENT'}}"));
    assertRefusedBy(consent, refused, "create");
  }

  /** The patient is not told to the reader, but reads of it in the log. */
  @Test
  void whatIsMaskedInABatchIsOfThePatient() {
    String label = "{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}";
    String weight =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
                + " 'subject': {'extension': [{'url':"
                + " 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/"
                + "extension-inline-sec-label', 'valueCoding': "
                + label
                + "}], 'reference': 'PATIENT'}}");
    consent("{'type': 'deny', 'securityLabel': [" + label + "]}");
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
    assertThat(batch.answer().body()).contains(mark).doesNotContain(patient);
    assertThat(batch.recorded().kinds()).containsExactly("read " + id());
  }
}
