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
        as(physician).post("CareTeam", json(team("", "'subject': {'reference': 'PATIENT'}, "))));
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

  private String participants(String id, String more, String... members) {
    return json(
        "{'resourceType': 'CareTeam', %s'status': 'active', 'subject': {'reference': 'PATIENT'}%s}"
            .formatted(
                id,
                members.length == 0
                    ? more
                    : more + ", 'participant': [" + String.join(", ", members) + "]"));
  }

  private static String participant(String member) {
    return "{'member': {" + member + "}}";
  }

  private static void assertNotJoined(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("OperationOutcome", "You cannot make yourself");
  }

  /** What a Consent denies to all but a team is not got by joining the team. */
  @Test
  void nobodyJoinsTheTeamOfAPatient() {
    String colleague = participant("'reference': 'Practitioner/test-physician'");
    String self = participant(NURSE);
    assertStored(
        as(backend)
            .put(
                "Practitioner/test-physician",
                json("{'resourceType': 'Practitioner', 'id': 'test-physician'}")));
    String team = stored("CareTeam", participants("", "", colleague));
    String secret = observation("2340-8");
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2340-8'}]}],"
            + " 'provision': [{'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': '"
            + team
            + "'}}]}]}");
    assertThat(status(nurse, secret)).isEqualTo(404);
    assertThat(status(physician, secret)).isEqualTo(200);

    assertNotJoined(as(nurse).put(team, participants(id(team), "", colleague, self)));
    assertNotJoined(
        as(nurse)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'resource': "
                        + participants(id(team), "", colleague, self)
                        + ", 'request': {'method': 'PUT', 'url': '"
                        + team
                        + "'}}]}")));
    assertNotJoined(
        as(nurse)
            .send(
                "PATCH",
                team,
                json("[{'op': 'add', 'path': '/participant/-', 'value': " + self + "}]"),
                "Content-Type",
                "application/json-patch+json"));
    assertNotJoined(as(nurse).post("CareTeam", participants("", "", self)));
    assertThat(status(nurse, secret)).isEqualTo(404);
    assertThat(as(backend).get(team).header("ETag")).contains("W/\"1\"");

    assertStored(as(physician).put(team, participants(id(team), "", colleague, self)));
    assertThat(status(nurse, secret)).isEqualTo(200);
    // Who is in it may write it, leave it, and let others leave.
    assertStored(as(nurse).put(team, participants(id(team), ", 'name': 'Team'", self, colleague)));
    String ended = self.replace("}}", "}, 'period': {'end': '2020'}}");
    assertStored(as(nurse).put(team, participants(id(team), "", colleague, ended)));
    assertThat(status(nurse, secret)).isEqualTo(404);
    assertNotJoined(as(nurse).put(team, participants(id(team), "", colleague, self)));
    assertThat(status(nurse, secret)).isEqualTo(404);
  }

  @Test
  void nobodyJoinsByAnIdentifierARoleAnOrganizationOrAnEndedTeam() {
    assertStored(
        as(backend)
            .put(
                "Practitioner/test-nurse",
                json(
                    "{'resourceType': 'Practitioner', 'id': 'test-nurse', 'identifier':"
                        + " [{'system': 'urn:npi', 'value': 'nurse-1'}]}")));
    String hospital =
        stored("Organization", "{'resourceType': 'Organization', 'name': 'Hospital'}");
    String ward =
        stored(
            "Organization",
            "{'resourceType': 'Organization', 'name': 'Ward', 'partOf': {'reference': '"
                + hospital
                + "'}}");
    String role =
        stored(
            "PractitionerRole",
            "{'resourceType': 'PractitionerRole', 'practitioner': {"
                + NURSE
                + "}, 'organization': {'reference': '"
                + ward
                + "'}}");
    for (String member :
        new String[] {
          "'identifier': {'system': 'urn:npi', 'value': 'nurse-1'}",
          "'reference': '" + hospital + "'",
          "'reference': '" + ward + "'",
          "'reference': '" + role + "'"
        }) {
      assertNotJoined(as(nurse).post("CareTeam", participants("", "", participant(member))));
      assertStored(as(physician).post("CareTeam", participants("", "", participant(member))));
    }
    assertStored(
        as(nurse)
            .post(
                "CareTeam",
                participants(
                    "",
                    "",
                    participant("'identifier': {'system': 'urn:npi', 'value': 'another'}"))));

    String over =
        stored("CareTeam", participants("", ", 'period': {'end': '2020'}", participant(NURSE)));
    assertStored(
        as(nurse)
            .put(
                over,
                participants(
                    id(over), ", 'period': {'end': '2020'}, 'name': 'x'", participant(NURSE))));
    assertNotJoined(as(nurse).put(over, participants(id(over), "", participant(NURSE))));
  }
}
