package org.andiron.consent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Consents that cannot be computed are refused when they would be in force, and told of before. */
class ConsentIntakeIT extends AndironIT {

  /** Tells the records of each test from those of others. */
  private final String mark = UUID.randomUUID().toString();

  private String patient = "";
  private String doctor = "";

  @BeforeEach
  void people() {
    patient = "Patient/" + http().post("Patient", "{\"resourceType\": \"Patient\"}").id();
    doctor = "Practitioner/" + http().post("Practitioner", practitioner()).id();
  }

  @AfterEach
  void takeConsentsBack() {
    for (JsonNode entry :
        http().get("Consent?identifier=urn:consent%7C" + mark).json().path("entry")) {
      http().delete("Consent/" + entry.path("resource").path("id").asText());
    }
    assertNothingStored();
  }

  private String practitioner() {
    return """
    {"resourceType": "Practitioner", "identifier": [{"system": "urn:staff", "value": "%s"}]}
    """
        .formatted(mark);
  }

  /** An active consent; in its members, {@code '} is a quotation mark. */
  private String consent(String members) {
    return """
    {"resourceType": "Consent", "status": "active", "patient": {"reference": "PATIENT"},
     "identifier": [{"system": "urn:consent", "value": "MARK"}],
     "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
       "code": "patient-privacy"}]},
     "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
         "policy": [{"uri": "urn:policy"}], %s}
    """
        .formatted(members.replace('\'', '"'))
        .replace("PATIENT", patient)
        .replace("DOCTOR", doctor)
        .replace("MARK", mark);
  }

  private static String actor(String reference) {
    return "'actor': [{'role': {'text': 'x'}, 'reference': {%s}}]".formatted(reference);
  }

  private static String provision(String members) {
    return "'provision': {%s}".formatted(members);
  }

  private String unknownActor() {
    return consent(
        provision("'type': 'permit', " + actor("'reference': 'Organization/nobody-here'")));
  }

  private static void assertRefused(Answer answer, String expression) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertIssue(answer.json(), "error", expression);
  }

  private static void assertIssue(JsonNode outcome, String severity, String expression) {
    assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
    List<String> found = new ArrayList<>();
    for (JsonNode issue : outcome.path("issue")) {
      String at = issue.path("expression").path(0).asText();
      found.add(issue.path("severity").asText() + " " + at);
      if (at.equals(expression)) {
        assertThat(issue.path("diagnostics").asText()).contains(expression.replaceAll(".*\\]", ""));
      }
    }
    assertThat(found).contains(severity + " " + expression);
  }

  private int stored() {
    Answer found = http().get("Consent?_summary=count&identifier=urn:consent%7C" + mark);
    return found.json().path("total").asInt(-1);
  }

  private void assertNothingStored() {
    assertThat(stored()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'type': 'deny', 'provision': [{'purpose': []}]; provision[0].type",
        "'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference': {'display': 'A'}}];"
            + " actor[0].reference",
        "'type': 'deny', 'provision': [{'type': 'permit', 'actor': [{'role': {'text': 'x'},"
            + " 'reference': {'reference': 'Organization/nobody-here'}}]}];"
            + " provision[0].actor[0].reference",
        "'type': 'permit', 'actor': [{'role': {'text': 'x'},"
            + " 'reference': {'identifier': {'system': 'urn:staff', 'value': 'nobody'}}}];"
            + " actor[0].reference",
        "'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': 'PATIENT'}}],"
            + " 'period': {'start': '2026-02-01', 'end': '2026-01-01'}; period",
        "'type': 'deny', 'action': [{'text': 'look'}]; action[0]",
        "'type': 'deny', 'purpose': [{'display': 'Treatment'}]; purpose[0]",
        "'type': 'deny', 'code': [{'text': 'Diabetes'}]; code[0]",
        "'type': 'deny', 'class': [{'system': 'urn:x', 'code': 'Observation'}]; class[0]",
        "'type': 'deny', 'securityLabel': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'HIGH'}];"
            + " securityLabel[0]",
        "'type': 'deny', 'data': [{'meaning': 'instance', 'reference': {'display': 'A'}}];"
            + " data[0].reference",
        "'type': 'deny', 'modifierExtension': [{'url': 'urn:x', 'valueBoolean': true}];"
            + " modifierExtension"
      })
  void aProvisionThatCannotBeComputedIsRefused(String members, String element) {
    String provision = members.replace("{'purpose': []}", "{'purpose': [{'code': 'TREAT'}]}");
    assertRefused(
        http().post("Consent", consent(provision(provision))), "Consent.provision." + element);
    assertNothingStored();
  }

  @Test
  void aPatientWhoIsNotKnownIsRefused() {
    String consent = consent(provision("'type': 'deny'"));
    assertRefused(
        http().post("Consent", consent.replace(patient, "Patient/nobody-here")), "Consent.patient");
    assertRefused(
        http().post("Consent", consent.replace(patient, "http://other.example.org/fhir/Patient/1")),
        "Consent.patient");
    assertRefused(
        http().post("Consent", consent.replaceAll("\"patient\": \\{[^}]*},", "")),
        "Consent.patient");
    String byIdentifier =
        consent.replaceAll(
            "\"patient\": \\{[^}]*},",
            "\"id\": \"" + mark + "\", \"patient\": {\"identifier\": {\"value\": \"1\"}},");
    assertRefused(http().put("Consent/" + mark, byIdentifier), "Consent.patient");
    Answer transaction =
        http()
            .post(
                "",
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\":"
                    + " [{\"resource\": %s, \"request\": {\"method\": \"PUT\", \"url\": \"%s\"}}]}"
                        .formatted(byIdentifier, "Consent/" + mark));
    assertThat(transaction.status()).as(transaction.body()).isEqualTo(422);
    assertThat(transaction.body()).contains("Bundle.entry[0].resource.patient");
    assertNothingStored();
  }

  @Test
  void aRootThatContradictsItselfIsRefused() {
    String rule =
        "'policyRule': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',"
            + " 'code': 'OPTIN'}]}, ";
    assertRefused(
        http().post("Consent", consent(rule + provision("'type': 'deny'"))),
        "Consent.provision.type");
    assertNothingStored();
  }

  @Test
  void aScopeThatIsNotKnownIsRefused() {
    String consent = consent(provision("'type': 'deny'")).replace("patient-privacy", "privacy");
    assertRefused(http().post("Consent", consent), "Consent.scope");
    assertNothingStored();
  }

  @Test
  void tenLevelsAreComputedAndElevenRefused() {
    assertRefused(
        http().post("Consent", consent(provision("'type': 'deny'" + nested(11)))),
        "Consent.provision" + ".provision[0]".repeat(11));
    assertNothingStored();
    Answer ten = http().post("Consent", consent(provision("'type': 'deny'" + nested(10))));
    assertThat(ten.status()).as(ten.body()).isEqualTo(201);
  }

  private static String nested(int levels) {
    return levels == 0 ? "" : ", 'provision': [{'type': 'deny'%s}]".formatted(nested(levels - 1));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Answer answer =
        http()
            .post(
                "Consent",
                consent(
                        provision(
                            "'type': 'permit', 'action': [{'text': 'look'}], "
                                + actor("'reference': 'Organization/nobody-here'")))
                    .replace(patient, "Patient/nobody-here"));
    assertRefused(answer, "Consent.patient");
    assertRefused(answer, "Consent.provision.action[0]");
    assertRefused(answer, "Consent.provision.actor[0].reference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'display': 'A'}}]",
        "'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'DOCTOR'}}]",
        "'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference': {'identifier':"
            + " {'system': 'urn:staff', 'value': 'MARK'}}}]",
        "'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'BASE/DOCTOR'}}]"
      })
  void whatCanBeComputedIsStored(String members) {
    Answer answer = http().post("Consent", consent(provision(members.replace("BASE", baseUrl()))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(stored()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"treatment", "adr"})
  void consentsToOtherThingsAreStoredAsTheyAre(String scope) {
    Answer answer = http().post("Consent", unknownActor().replace("patient-privacy", scope));
    // HAPI itself refuses a literal reference to what is not there.
    assertThat(answer.status()).isEqualTo(400);
    answer =
        http()
            .post(
                "Consent",
                consent(provision("'type': 'permit', " + actor("'display': 'A'")))
                    .replace("patient-privacy", scope));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proposed", "draft", "rejected", "inactive", "entered-in-error"})
  void whatIsNotInForceIsStored(String status) {
    Answer answer = http().post("Consent", nobodyPermitted().replace("\"active\"", quoted(status)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(stored()).isOne();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** Permits somebody who is not known, in a way that HAPI itself does not mind. */
  private String nobodyPermitted() {
    return consent(provision("'type': 'permit', " + actor("'display': 'A'")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proposed", "draft"})
  void whatIsToComeIsReportedToWhoAsks(String status) {
    Answer answer =
        http()
            .post(
                "Consent",
                nobodyPermitted().replace("\"active\"", quoted(status)),
                "Prefer",
                "return=OperationOutcome");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertIssue(answer.json(), "warning", "Consent.provision.actor[0].reference");
  }

  @Test
  void whatIsOverIsNotReported() {
    Answer answer =
        http()
            .post(
                "Consent",
                nobodyPermitted().replace("\"active\"", "\"inactive\""),
                "Prefer",
                "return=OperationOutcome");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).doesNotContain("it would be refused");
  }

  @Test
  void aDraftBecomesActiveOnlyIfItCanBeComputed() {
    String draft = nobodyPermitted().replace("\"active\"", "\"draft\"");
    String id = http().post("Consent", draft).id();
    String active =
        nobodyPermitted().replace("{\"resourceType\"", "{\"id\": \"" + id + "\", \"resourceType\"");
    assertRefused(http().put("Consent/" + id, active), "Consent.provision.actor[0].reference");
    assertRefused(
        http()
            .patch(
                "Consent/" + id,
                "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"active\"}]",
                "Content-Type",
                "application/json-patch+json"),
        "Consent.provision.actor[0].reference");
    assertThat(http().get("Consent/" + id).json().path("status").asText()).isEqualTo("draft");
    assertThat(http().get("Consent/" + id).json().path("meta").path("versionId").asText())
        .isEqualTo("1");
    String mended = active.replace("\"display\": \"A\"", "\"reference\": \"" + doctor + "\"");
    assertThat(http().put("Consent/" + id, mended).status()).isEqualTo(200);
  }

  private static String entry(String method, String url, String resource) {
    return "{\"fullUrl\": \"urn:uuid:%s\", \"request\": {\"method\": \"%s\", \"url\": \"%s\"}, \"resource\": %s}"
        .formatted(UUID.randomUUID(), method, url, resource);
  }

  private static String bundle(String type, String... entries) {
    return "{\"resourceType\": \"Bundle\", \"type\": \"%s\", \"entry\": [%s]}"
        .formatted(type, String.join(", ", entries));
  }

  @Test
  void whatItNamesMayComeWithItInOneTransaction() {
    String uuid = "urn:uuid:" + UUID.randomUUID();
    String consent =
        consent(
                provision(
                    "'type': 'permit', 'provision': [{'type': 'permit', "
                        + actor("'reference': 'Organization/test-" + mark + "'")
                        + "}, {'type': 'permit', "
                        + actor("'identifier': {'system': 'urn:org', 'value': 'MARK'}")
                        + "}]"))
            .replace(patient, uuid);
    Answer answer =
        http()
            .post(
                "",
                bundle(
                    "transaction",
                    entry("POST", "Consent", consent),
                    "{\"fullUrl\": \"%s\", \"request\": {\"method\": \"POST\", \"url\": \"Patient\"}, \"resource\": {\"resourceType\": \"Patient\"}}"
                        .formatted(uuid),
                    entry(
                        "PUT",
                        "Organization/test-" + mark,
                        "{\"resourceType\": \"Organization\", \"id\": \"test-%s\", \"identifier\": [{\"system\": \"urn:org\", \"value\": \"%s\"}]}"
                            .formatted(mark, mark))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored()).isOne();
  }

  @Test
  void aTransactionFailsAsAWhole() {
    Answer answer =
        http()
            .post(
                "",
                bundle(
                    "transaction",
                    entry("POST", "Consent", consent(provision("'type': 'deny'"))),
                    entry("POST", "Consent", nobodyPermitted())));
    assertRefused(answer, "Bundle.entry[1].resource.provision.actor[0].reference");
    assertNothingStored();
  }

  @Test
  void ofABatchOnlyThatEntryFails() {
    Answer answer =
        http()
            .post(
                "",
                bundle(
                    "batch",
                    entry("POST", "Consent", consent(provision("'type': 'deny'"))),
                    entry("POST", "Consent", nobodyPermitted())));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode entries = answer.json().path("entry");
    assertThat(entries.path(0).path("response").path("status").asText()).startsWith("201");
    assertThat(entries.path(1).path("response").path("status").asText()).startsWith("422");
    assertIssue(
        entries.path(1).path("response").path("outcome"),
        "error",
        "Bundle.entry[1].resource.provision.actor[0].reference");
    assertThat(stored()).isOne();
  }

  @Test
  void aDraftInATransactionIsReportedInItsEntry() {
    Answer answer =
        http()
            .post(
                "",
                bundle(
                    "transaction",
                    entry("POST", "Patient", "{\"resourceType\": \"Patient\"}"),
                    entry(
                        "POST",
                        "Consent",
                        nobodyPermitted().replace("\"active\"", "\"proposed\""))),
                "Prefer",
                "return=OperationOutcome");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertIssue(
        answer.json().path("entry").path(1).path("response").path("outcome"),
        "warning",
        "Bundle.entry[1].resource.provision.actor[0].reference");
  }
}
