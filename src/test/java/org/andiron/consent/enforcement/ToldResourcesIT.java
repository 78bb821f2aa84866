package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** What a patient withheld, nothing else tells. */
class ToldResourcesIT extends ConsentIT {

  private static final String DENY_GLUCOSE =
      "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
          + " {'reference': 'Practitioner/test-nurse'}}],"
          + " 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}]}";

  private String assessment(String basis) {
    return stored("RiskAssessment", assessmentOf("", basis));
  }

  private static String assessmentOf(String id, String basis) {
    return "{'resourceType': 'RiskAssessment', "
        + id
        + "'status': 'final', 'subject': {'reference': 'PATIENT'}, 'basis': [{'reference': '"
        + basis
        + "'}], 'prediction': [{'rationale': 'High glucose'}]}";
  }

  private String provenance(String target) {
    return stored(
        "Provenance",
        "{'resourceType': 'Provenance', 'target': [{'reference': '"
            + target
            + "'}], 'recorded': '2026-01-01T00:00:00Z', 'agent': [{'who': {'display':"
            + " 'A clinic'}}], 'reason': [{'text': 'MARK'}]}");
  }

  @Test
  void aScoreIsUnderTheRulesOfItsInputsAndItsProvenanceToo() {
    String glucose = observation("2339-0");
    String weight = observation("29463-7");
    String before = assessment(glucose + "/_history/1");
    String beforeProvenance = provenance(before);
    String other = assessment(weight);
    String consent = consent(DENY_GLUCOSE);
    String after = assessment(glucose);
    String afterProvenance = provenance(after);

    for (String telling : new String[] {before, beforeProvenance, after, afterProvenance}) {
      assertThat(status(nurse, telling)).as(telling).isEqualTo(404);
      assertThat(status(nurse, telling + "/_history/1")).as(telling).isEqualTo(404);
      assertThat(status(physician, telling)).as(telling).isEqualTo(200);
    }
    assertThat(status(nurse, other)).isEqualTo(200);
    assertThat(found(nurse, "RiskAssessment?subject=" + patient)).containsExactly(other);
    assertThat(found(nurse, "Provenance?target=" + before)).isEmpty();

    assertThat(as(officer).delete(consent).status()).isEqualTo(200);
    for (String telling : new String[] {before, beforeProvenance, after, afterProvenance}) {
      assertThat(status(nurse, telling)).as(telling).isEqualTo(200);
    }
  }

  @Test
  void whatAnInputBecomesTheScoreIsToo() {
    String changing = observation("29463-7");
    String score = assessment(changing);
    consent(DENY_GLUCOSE);
    assertThat(status(nurse, score)).isEqualTo(200);

    String glucose = as(backend).get(changing).body().replace("29463-7", "2339-0");
    assertThat(as(backend).put(changing, glucose).status()).isEqualTo(200);
    assertThat(status(nurse, score)).isEqualTo(404);
  }

  /** An older version stays hidden by what it told of, also when all is put under rules anew. */
  @Test
  void whatAnOlderVersionTellsStaysHidden() {
    String glucose = observation("2339-0");
    String weight = observation("29463-7");
    String score = assessment(glucose);
    consent(DENY_GLUCOSE);
    String id = score.substring(score.indexOf('/') + 1);
    String changed = json(assessmentOf("'id': '" + id + "', ", weight));
    assertThat(as(backend).put(score, changed).status()).isEqualTo(200);
    consent("{'type': 'deny', 'code': [{'coding': [{'system': 'urn:x', 'code': 'x'}]}]}");

    assertThat(status(nurse, score)).isEqualTo(200);
    assertThat(status(nurse, score + "/_history/2")).isEqualTo(200);
    assertThat(status(nurse, score + "/_history/1")).isEqualTo(404);
    assertThat(status(physician, score + "/_history/1")).isEqualTo(200);
  }

  @Test
  void whoWroteWhatIsWithheldIsNotTold() {
    String glucose = observation("2339-0");
    String weight = observation("29463-7");
    String hidden = provenance(glucose);
    String shown = provenance(weight);
    consent(DENY_GLUCOSE);

    assertThat(found(nurse, "Provenance?target=" + glucose)).isEmpty();
    assertThat(status(nurse, hidden)).isEqualTo(404);
    assertThat(found(nurse, "Provenance?target=" + weight)).containsExactly(shown);
    assertThat(found(physician, "Provenance?target=" + glucose)).containsExactly(hidden);
  }

  private String bundle(String type, String entries) {
    return stored(
        "Bundle",
        "{'resourceType': 'Bundle', 'type': '"
            + type
            + "', 'timestamp': '2026-01-01T00:00:00Z', 'entry': ["
            + entries
            + "]}");
  }

  private static String condition(String subject) {
    return "{'fullUrl': 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1', 'resource':"
        + " {'resourceType': 'Condition', 'subject': {'reference': '"
        + subject
        + "'}, 'onsetDateTime': '2010-01-01', 'code': {'coding': [{'system': 'http://loinc.org',"
        + " 'code': '2339-0'}]}}}";
  }

  private String copyOfPatient() {
    return "{'fullUrl': 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', 'resource':"
        + " {'resourceType': 'Patient', 'id': '"
        + patient.substring("Patient/".length())
        + "'}}";
  }

  @Test
  void aStoredBundleIsPartOfTheRecordsOfWhoIsInIt() {
    String byReference = bundle("collection", condition("PATIENT"));
    String byCopy =
        bundle(
            "collection",
            copyOfPatient() + ", " + condition("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"));
    String elsewhere = bundle("collection", condition("https://elsewhere.example/fhir/PATIENT"));
    String consent = consent(DENY_GLUCOSE);
    String after = bundle("collection", condition("PATIENT"));

    for (String bundle : new String[] {byReference, byCopy, after}) {
      assertThat(status(nurse, bundle)).as(bundle).isEqualTo(404);
      assertThat(status(nurse, bundle + "/_history/1")).as(bundle).isEqualTo(404);
      assertThat(status(physician, bundle)).as(bundle).isEqualTo(200);
    }
    assertThat(status(nurse, elsewhere)).isEqualTo(200);
    assertThat(found(nurse, "Bundle?_id=" + after.substring("Bundle/".length()))).isEmpty();

    assertThat(as(officer).delete(consent).status()).isEqualTo(200);
    assertThat(status(nurse, byReference)).isEqualTo(200);
  }

  /** The time of a Bundle is not that of what is in it. */
  @Test
  void aBundleIsOfAnyTime() {
    String bundle = bundle("collection", condition("PATIENT"));
    consent("{'type': 'deny', 'dataPeriod': {'start': '2009', 'end': '2011'}}");
    assertThat(status(physician, bundle)).isEqualTo(404);
    assertThat(status(physician, patient)).isEqualTo(200);
  }

  /** Whether there is a Patient is not told by what becomes of a Bundle that says so. */
  @Test
  void aBundleNamesNobodyWhoDoesNotExistForItsWriter() {
    String there = patient;
    String stored = bundle("collection", condition("PATIENT"));
    record();
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'Practitioner/test-nurse'}}]}");
    String unknown = "Patient/" + mark;
    assertThat(status(nurse, patient)).isEqualTo(404);

    Answer ofHidden = as(nurse).post("Bundle", collection(condition(patient)));
    Answer ofNobody = as(nurse).post("Bundle", collection(condition(unknown)));
    assertThat(ofHidden.status()).as(ofHidden.body()).isEqualTo(400);
    assertThat(said(ofHidden).replace(patient, "X"))
        .isEqualTo(said(ofNobody).replace(unknown, "X"));
    String copy = copyOfPatient();
    assertThat(as(nurse).post("Bundle", collection(copy)).status()).isEqualTo(400);
    String changed = as(nurse).get(stored).body().replace(there, patient);
    assertThat(as(nurse).put(stored, changed).status()).isEqualTo(400);
    String transaction =
        "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'resource': %s, 'request':"
            + " {'method': 'POST', 'url': 'Bundle'}}]}";
    assertThat(
            as(nurse)
                .post("", json(transaction.formatted(collection(condition(patient)))))
                .status())
        .isEqualTo(400);

    Answer ofVisible = as(nurse).post("Bundle", collection(condition(there)));
    assertThat(ofVisible.status()).as(ofVisible.body()).isEqualTo(201);
    assertThat(status(nurse, "Bundle/" + ofVisible.id())).isEqualTo(200);
    String elsewhere = condition("https://elsewhere.example/fhir/" + patient);
    assertThat(as(nurse).post("Bundle", collection(elsewhere)).status()).isEqualTo(201);
    assertThat(as(physician).post("Bundle", collection(condition(patient))).status())
        .isEqualTo(201);
  }

  /** Nor whether a Consent names what a Bundle refers to. */
  @Test
  void aBundleRefersToNothingThatIsWithheldFromItsWriter() {
    String withheld = observation("2339-0");
    consent(
        "{'type': 'deny', 'data': [{'meaning': 'dependents', 'reference': {'reference': '"
            + withheld
            + "'}}]}");
    String entry =
        condition("PATIENT")
            .replace(
                "'code': {",
                "'evidence': [{'detail': [{'reference': '" + withheld + "'}]}], 'code': {");
    assertThat(status(nurse, withheld)).isEqualTo(404);
    assertThat(status(nurse, patient)).isEqualTo(200);
    assertThat(as(nurse).post("Bundle", collection(entry)).status()).isEqualTo(400);
    assertThat(as(nurse).post("Bundle", collection(condition("PATIENT"))).status()).isEqualTo(201);
  }

  private String collection(String entry) {
    return json(
        "{'resourceType': 'Bundle', 'type': 'collection', 'timestamp': '2026-01-01T00:00:00Z',"
            + " 'entry': ["
            + entry
            + "]}");
  }

  private static String said(Answer answer) {
    return answer.json().path("issue").toString();
  }

  @Test
  void whatComesToOneMoreRecordIsCollected() {
    String others = patient;
    String moving = observation("29463-7");
    record();
    consent(
        "{'type': 'deny', 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'collect'}]}]}");
    String moved = as(physician).get(moving).body().replace(others, patient);
    Answer refused = as(physician).put(moving, moved);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(as(physician).get(moving).body()).contains(others);

    record();
    consent(
        "{'type': 'deny', 'action': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'correct'}]}]}");
    String allowed = as(physician).get(moving).body().replace(others, patient);
    assertThat(as(physician).put(moving, allowed).status()).isEqualTo(200);
    String again = as(physician).get(moving).body().replace("29463-7", "2339-0");
    assertThat(as(physician).put(moving, again).status()).isEqualTo(403);
  }
}
