package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is related to a patient, or cares for one, sees that patient and no neighbour. */
class RelationIT extends AccessIT {

  private static final String ENDED = "\"period\": {\"start\": \"2001\", \"end\": \"2002-03-04\"}";
  private static final String TO_COME = "\"period\": {\"start\": \"2999-01-01\"}";
  private static final String OPEN = "\"period\": {\"start\": \"2001\"}";

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String own = "re-own-" + key;
  private final String neighbour = "re-other-" + key;

  @BeforeEach
  void patients() {
    for (String id : new String[] {own, neighbour}) {
      store("{\"resourceType\": \"Patient\", \"id\": \"" + id + "\"}");
      store(
          """
          {"resourceType": "Observation", "id": "%s-obs", "status": "final", "code": {"text": "x"},
           "subject": {"reference": "Patient/%s"}}\
          """
              .formatted(id, id));
    }
  }

  private void assertSees(FhirHttp user, String patient) {
    assertThat(user.get("Patient/" + patient).status()).isEqualTo(200);
    assertThat(user.get("Observation/" + patient + "-obs").status()).isEqualTo(200);
    assertThat(user.get("Observation?patient=" + patient).entries()).isEqualTo(1);
  }

  private void assertDoesNotSee(FhirHttp user, String patient) {
    assertThat(user.get("Patient/" + patient).status()).isIn(403, 404);
    assertThat(user.get("Observation/" + patient + "-obs").status()).isIn(403, 404);
    assertThat(user.get("Observation?patient=" + patient).entries()).isZero();
  }

  @Nested
  class OfCarers {

    private final String nurse = "re-nurse-" + key;
    private FhirHttp user;

    @BeforeEach
    void nurse() {
      store("{\"resourceType\": \"Practitioner\", \"id\": \"" + nurse + "\"}");
      store("{\"resourceType\": \"Organization\", \"id\": \"re-ward-" + key + "\"}");
      // Whoever cares for nobody is refused altogether; this one always cares for somebody.
      store("{\"resourceType\": \"Patient\", \"id\": \"re-always-" + key + "\"}");
      team("re-always-" + key, "active", OPEN, "Practitioner/" + nurse, OPEN);
      user = as(account("Practitioner/" + nurse, "ward-nurse"), "user/*.rs");
    }

    private void team(
        String patient, String status, String period, String member, String memberPeriod) {
      store(
          """
          {"resourceType": "CareTeam", "id": "team-%s", "status": "%s", %s,
           "subject": {"reference": "Patient/%s"},
           "participant": [{"member": {"reference": "%s"}, %s}]}\
          """
              .formatted(patient, status, period, patient, member, memberPeriod));
    }

    private void role(String active, String period) {
      store(
          """
          {"resourceType": "PractitionerRole", "id": "re-role-%s", "active": %s, %s,
           "practitioner": {"reference": "Practitioner/%s"},
           "organization": {"reference": "Organization/re-ward-%s"}}\
          """
              .formatted(key, active, period, nurse, key));
    }

    @Test
    void aMemberOfAnActiveTeamSeesItsPatient() {
      team(own, "active", OPEN, "Practitioner/" + nurse, OPEN);
      assertSees(user, own);
      assertDoesNotSee(user, neighbour);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proposed", "suspended", "inactive", "entered-in-error"})
    void aTeamThatIsNotActiveIsNone(String status) {
      team(own, status, OPEN, "Practitioner/" + nurse, OPEN);
      assertDoesNotSee(user, own);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDED, TO_COME})
    void aTeamAndAMembershipLastAsLongAsTheirPeriods(String period) {
      team(own, "active", period, "Practitioner/" + nurse, OPEN);
      assertDoesNotSee(user, own);
      team(own, "active", OPEN, "Practitioner/" + nurse, period);
      assertDoesNotSee(user, own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PractitionerRole/re-role-", "Organization/re-ward-"})
    void aRoleOrItsOrganizationMayBeTheMember(String member) {
      role("true", OPEN);
      team(own, "active", OPEN, member + key, OPEN);
      assertSees(user, own);
      assertDoesNotSee(user, neighbour);
      role("false", OPEN);
      assertDoesNotSee(user, own);
      role("true", ENDED);
      assertDoesNotSee(user, own);
    }

    @Test
    void aGeneralPractitionerSeesTheirPatients() {
      store(
          """
          {"resourceType": "Patient", "id": "%s",
           "generalPractitioner": [{"reference": "Practitioner/%s"}]}\
          """
              .formatted(own, nurse));
      assertSees(user, own);
      assertDoesNotSee(user, neighbour);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "in-progress|2001||true",
          "arrived|2001||true",
          "finished|2001||false",
          "planned|2001||false",
          "cancelled|2001||false",
          "in-progress|2001|2002-03-04|false",
        })
    void anEncounterCountsWhileItGoesOn(String status, String start, String end, boolean sees) {
      store(
          """
          {"resourceType": "Encounter", "id": "enc-%s", "status": "%s", "class": {"code": "AMB"},
           "subject": {"reference": "Patient/%s"}, "participant": [{"period": {"start": "%s"%s},
           "individual": {"reference": "Practitioner/%s"}}]}\
          """
              .formatted(
                  own, status, own, start, end == null ? "" : ", \"end\": \"" + end + "\"", nurse));
      if (sees) {
        assertSees(user, own);
      } else {
        assertDoesNotSee(user, own);
      }
      assertDoesNotSee(user, neighbour);
    }

    @Test
    void whoCaresForOnePatientWritesForNoOther() {
      team(own, "active", OPEN, "Practitioner/" + nurse, OPEN);
      FhirHttp writer = as(account("Practitioner/" + nurse, "ward-nurse"), "user/Observation.c");
      String observation =
          "{\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"text\": \"x\"},"
              + " \"subject\": {\"reference\": \"Patient/%s\"}}";
      assertThat(writer.post("Observation", observation.formatted(own)).status()).isEqualTo(201);
      assertThat(writer.post("Observation", observation.formatted(neighbour)).status())
          .isEqualTo(403);
    }
  }

  @Nested
  class OfRelatives {

    private FhirHttp user;

    @BeforeEach
    void relative() {
      store("{\"resourceType\": \"Patient\", \"id\": \"re-child-" + key + "\"}");
      related("re-one-" + key, "re-child-" + key, "true", OPEN);
      user = as(account("RelatedPerson/re-one-" + key, "relative"), "user/*.rs");
    }

    private void related(String id, String patient, String active, String period) {
      store(
          """
          {"resourceType": "RelatedPerson", "id": "%s", "active": %s, %s,
           "identifier": [{"system": "urn:re", "value": "same-%s"}],
           "patient": {"reference": "Patient/%s"}}\
          """
              .formatted(id, active, period, key, patient));
    }

    private void person(String active) {
      store(
          """
          {"resourceType": "Person", "id": "re-person-%s", "active": %s, "link": [
           {"target": {"reference": "RelatedPerson/re-one-%s"}},
           {"target": {"reference": "RelatedPerson/re-two-%s"}}]}\
          """
              .formatted(key, active, key, key));
    }

    @Test
    void aParentOfTwoSeesBoth() {
      related("re-two-" + key, own, "true", OPEN);
      person("true");
      assertSees(user, own);
      assertThat(user.get("Patient/re-child-" + key).status()).isEqualTo(200);
      assertDoesNotSee(user, neighbour);
    }

    @Test
    void anEqualIdentifierIsNotEnough() {
      related("re-two-" + key, own, "true", OPEN);
      assertDoesNotSee(user, own);
      person("false");
      assertDoesNotSee(user, own);
    }

    @Test
    void aRelationThatHasEndedIsNone() {
      related("re-two-" + key, own, "true", ENDED);
      person("true");
      assertDoesNotSee(user, own);
      related("re-two-" + key, own, "true", TO_COME);
      assertDoesNotSee(user, own);
      related("re-two-" + key, own, "false", OPEN);
      assertDoesNotSee(user, own);
    }
  }
}
