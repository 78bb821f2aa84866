package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** Whoever may write groups and teams does not come by that to what a patient permits to them. */
class MembershipsIT extends ConsentIT {

  private static final String NURSE = "'reference': 'Practitioner/test-nurse'";

  private static String group(String id, String members) {
    return "{'resourceType': 'Group', %s'type': 'practitioner', 'actual': true%s}"
        .formatted(id, members.isEmpty() ? "" : ", 'member': [" + members + "]");
  }

  private static String member(String entity) {
    return "{'entity': {" + entity + "}}";
  }

  private static String team(String id, String subject) {
    return "{'resourceType': 'CareTeam', %s'status': 'active', %s'participant': [{'member': {%s}}]}"
        .formatted(id, subject, NURSE);
  }

  private static String id(String reference) {
    return "'id': '" + reference.substring(reference.indexOf('/') + 1) + "', ";
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("OperationOutcome", "to whom Consents permit something");
  }

  private static void assertStored(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  @Test
  void aGroupThatAConsentPermitsSomethingCannotBeJoined() {
    assertStored(
        as(backend)
            .put(
                "Practitioner/test-physician",
                json("{'resourceType': 'Practitioner', 'id': 'test-physician'}")));
    String group = stored("Group", group("", member("'reference': 'Practitioner/test-physician'")));
    String secret = observation("2339-0");
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}],"
            + " 'provision': [{'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': '"
            + group
            + "'}}]}]}");
    assertThat(status(nurse, secret)).isEqualTo(404);
    assertThat(status(physician, secret)).isEqualTo(200);

    String joined = json(group(id(group), member(NURSE)));
    assertRefused(as(nurse).put(group, joined));
    assertRefused(
        as(nurse)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'resource': "
                        + joined
                        + ", 'request': {'method': 'PUT', 'url': '"
                        + group
                        + "'}}]}")));
    assertRefused(
        as(nurse)
            .send(
                "PATCH",
                group,
                json("[{'op': 'add', 'path': '/member/-', 'value': " + member(NURSE) + "}]"),
                "Content-Type",
                "application/json-patch+json"));
    assertRefused(as(nurse).put(group, json(group(id(group), member("'reference': 'PATIENT'")))));
    assertRefused(as(physician).delete(group));
    assertThat(status(nurse, secret)).isEqualTo(404);
    assertThat(status(physician, secret)).isEqualTo(200);

    assertStored(as(backend).put(group, joined));
    assertThat(status(nurse, secret)).isEqualTo(200);
  }

  @Test
  void groupsOfPatientsAreAnybodysWhoMayWriteGroups() {
    assertStored(as(nurse).post("Group", json(group("", member("'reference': 'PATIENT'")))));
    assertStored(
        as(nurse)
            .post(
                "Group",
                json(group("", member("'type': 'Patient', 'identifier': {'value': '1'}")))));
    assertRefused(as(nurse).post("Group", json(group("", member(NURSE)))));
    assertRefused(as(nurse).post("Group", json(group("", member("'identifier': {'value': '1'}")))));
    String other = stored("Group", group("", ""));
    assertRefused(as(nurse).post("Group", json(group("", member("'reference': '" + other + "'")))));
  }

  @Test
  void theTeamOfAPatientIsPartOfTheRecordAndThatOfNobodyIsNot() {
    assertStored(
        as(nurse).post("CareTeam", json(team("", "'subject': {'reference': 'PATIENT'}, "))));
    assertRefused(as(nurse).post("CareTeam", json(team("", ""))));
    String ward = stored("CareTeam", team("", ""));
    assertRefused(
        as(nurse).put(ward, json(team(id(ward), "'subject': {'reference': 'PATIENT'}, "))));
    assertRefused(as(physician).delete(ward));
  }

  @Test
  void aTeamMayComeWithItsPatientInOneTransaction() {
    String entry = "{'fullUrl': '%s', 'resource': %s, 'request': {'method': 'POST', 'url': '%s'}}";
    String transaction =
        "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': ["
            + entry.formatted(
                "urn:uuid:5d8a3ae4-4bd5-4b6c-8d4f-4a4ae6d5b001",
                "{'resourceType': 'Patient'}",
                "Patient")
            + ", "
            + entry.formatted(
                "urn:uuid:5d8a3ae4-4bd5-4b6c-8d4f-4a4ae6d5b002",
                team(
                    "",
                    "'subject': {'reference': 'urn:uuid:5d8a3ae4-4bd5-4b6c-8d4f-4a4ae6d5b001'}, "),
                "CareTeam")
            + "]}";
    assertStored(as(physician).post("", json(transaction)));
  }
}
