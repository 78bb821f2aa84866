package org.andiron.consent.requester;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedRequesterTest {

  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String DOCTOR = "Practitioner/d";
  private static final String ENDED = "\"period\": {\"end\": \"2026-06-14\"}";
  private static final String TO_COME = "\"period\": {\"start\": \"2026-06-16\"}";

  private final List<Resource> records = new ArrayList<>();

  private void store(String reference, String members) {
    String[] parts = reference.split("/");
    records.add(
        (Resource)
            FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                    "{\"resourceType\": \"%s\", \"id\": \"%s\"%s}"
                        .formatted(parts[0], parts[1], members.isEmpty() ? "" : ", " + members)));
  }

  private void role(String id, String organization, String more) {
    store(
        "PractitionerRole/" + id,
        """
        "practitioner": {"reference": "%s"}, "organization": {"reference": "%s"}%s
        """
            .formatted(DOCTOR, organization, more.isEmpty() ? "" : ", " + more));
  }

  private RecordedRequester of(String... caller) {
    return RecordedRequester.of(
        Arrays.stream(caller).map(RecordedRequesterTest::ref).toList(),
        records,
        new TimeReader(ZoneId.of("UTC")),
        NOW);
  }

  private static ResourceRef ref(String text) {
    return ResourceRef.ofRelative(text).orElseThrow();
  }

  private static ResourceRef[] refs(String... texts) {
    return Stream.of(texts).map(RecordedRequesterTest::ref).toArray(ResourceRef[]::new);
  }

  @Nested
  class Self {

    @Test
    void isWhoIsNotStoredToo() {
      assertThat(of("Patient/p").self()).isEqualTo(ReferenceSet.of(ref("Patient/p")));
      assertThat(of().self()).isEqualTo(ReferenceSet.EMPTY);
    }

    @Test
    void isAPractitionerWithAllRolesInForceAndTheirIdentifiers() {
      store(DOCTOR, "\"identifier\": [{\"system\": \"urn:licence\", \"value\": \"7\"}]");
      role("a", "Organization/o", "\"identifier\": [{\"value\": \"role-a\"}]");
      role("b", "Organization/o", "\"active\": true");
      role("c", "Organization/o", "\"active\": false, \"identifier\": [{\"value\": \"role-c\"}]");
      assertThat(of(DOCTOR).self().references())
          .containsExactlyInAnyOrder(refs(DOCTOR, "PractitionerRole/a", "PractitionerRole/b"));
      assertThat(of(DOCTOR).self().identifiers())
          .containsExactlyInAnyOrder(
              new BusinessIdentifier("urn:licence", "7"), new BusinessIdentifier("", "role-a"));
    }

    @Test
    void inOneRoleIsThatRoleAndThePersonButNoOtherRole() {
      role("a", "Organization/o", "");
      role("b", "Organization/q", "");
      RecordedRequester requester = of("PractitionerRole/a");
      assertThat(requester.self().references())
          .containsExactlyInAnyOrder(refs("PractitionerRole/a", DOCTOR));
      assertThat(requester.organizations().references())
          .containsExactlyInAnyOrder(refs("Organization/o"));
    }

    @Test
    void isARelativeAsWhomeverStaffSayTheyAre() {
      store("RelatedPerson/x", "");
      store("RelatedPerson/y", "\"identifier\": [{\"value\": \"y\"}]");
      store(
          "Person/m",
          """
          "link": [{"target": {"reference": "RelatedPerson/x"}},
            {"target": {"reference": "RelatedPerson/y"}}, {"target": {"reference": "Patient/p"}}]
          """);
      assertThat(of("RelatedPerson/x").self())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(refs("RelatedPerson/x", "RelatedPerson/y")),
                  Set.of(new BusinessIdentifier("", "y"))));
    }

    @Test
    void isNoOneElseByAPersonThatIsNotActive() {
      store("RelatedPerson/y", "");
      store(
          "Person/m",
          """
          "active": false, "link": [{"target": {"reference": "RelatedPerson/x"}},
            {"target": {"reference": "RelatedPerson/y"}}]
          """);
      assertThat(of("RelatedPerson/x").self().references())
          .containsExactlyInAnyOrder(refs("RelatedPerson/x"));
    }

    @Test
    void isTheAppToo() {
      store("Device/app", "\"identifier\": [{\"value\": \"app\"}]");
      assertThat(of("Patient/p", "Device/app").self())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(refs("Patient/p", "Device/app")),
                  Set.of(new BusinessIdentifier("", "app"))));
    }
  }

  @Nested
  class Organizations {

    @Test
    void areThoseOfTheRolesWithAllTheyArePartOf() {
      role("a", "Organization/ward", "");
      store("Organization/ward", "\"partOf\": {\"reference\": \"Organization/clinic\"}");
      store(
          "Organization/clinic",
          """
          "identifier": [{"value": "clinic"}], "partOf": {"reference": "Organization/trust"}
          """);
      store("Organization/other", "\"partOf\": {\"reference\": \"Organization/trust\"}");
      assertThat(of(DOCTOR).organizations().references())
          .containsExactlyInAnyOrder(
              refs("Organization/ward", "Organization/clinic", "Organization/trust"));
      assertThat(of(DOCTOR).organizations().identifiers())
          .containsExactly(new BusinessIdentifier("", "clinic"));
    }

    @Test
    void mayAskThemselves() {
      store("Organization/ward", "\"partOf\": {\"reference\": \"Organization/trust\"}");
      assertThat(of("Organization/ward").organizations().references())
          .containsExactlyInAnyOrder(refs("Organization/ward", "Organization/trust"));
    }

    @Test
    void mayBePartsOfThemselves() {
      role("a", "Organization/a", "");
      store("Organization/a", "\"partOf\": {\"reference\": \"Organization/b\"}");
      store("Organization/b", "\"partOf\": {\"reference\": \"Organization/a\"}");
      assertThat(of(DOCTOR).organizations().references())
          .containsExactlyInAnyOrder(refs("Organization/a", "Organization/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"active\": false", ENDED, TO_COME})
    void areNotThoseOfRolesThatAreNotInForce(String more) {
      role("a", "Organization/o", more);
      assertThat(of(DOCTOR).organizations()).isEqualTo(ReferenceSet.EMPTY);
    }
  }

  @Nested
  class Memberships {

    private void team(String id, String member, String more) {
      store(
          "CareTeam/" + id,
          "\"participant\": [{\"member\": {\"reference\": \"%s\"}}], %s".formatted(member, more));
    }

    private void group(String id, String member, String ofMember, String more) {
      store(
          "Group/" + id,
          "\"member\": [{\"entity\": {\"reference\": \"%s\"}%s}], %s"
              .formatted(member, ofMember, more));
    }

    @Test
    void areTeamsOfThePersonTheRoleAndTheOrganization() {
      role("a", "Organization/o", "");
      team("person", DOCTOR, "\"status\": \"active\", \"identifier\": [{\"value\": \"t\"}]");
      team("role", "PractitionerRole/a", "\"status\": \"active\"");
      team("organization", "Organization/o", "\"status\": \"active\"");
      team("others", "Practitioner/e", "\"status\": \"active\"");
      assertThat(of(DOCTOR).memberships())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(refs("CareTeam/person", "CareTeam/role", "CareTeam/organization")),
                  Set.of(new BusinessIdentifier("", "t"))));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"status\": \"inactive\"",
          "\"language\": \"en\"",
          "\"status\": \"active\", " + ENDED,
          "\"status\": \"active\", " + TO_COME
        })
    void areNoTeamsThatAreNotActive(String more) {
      team("t", DOCTOR, more);
      assertThat(of(DOCTOR).memberships()).isEqualTo(ReferenceSet.EMPTY);
    }

    @Test
    void areGroupsAndGroupsOfGroups() {
      group("inner", DOCTOR, "", "\"actual\": true, \"active\": true");
      group("outer", "Group/inner", "", "\"actual\": true");
      group("around", "Group/outer", "", "\"actual\": true");
      store(
          "Group/circle",
          """
          "actual": true, "member": [{"entity": {"reference": "Group/around"}},
            {"entity": {"reference": "Group/circle"}}]
          """);
      assertThat(of(DOCTOR).memberships().references())
          .containsExactlyInAnyOrder(
              refs("Group/inner", "Group/outer", "Group/around", "Group/circle"));
    }

    @Test
    void areNoGroupsThatSayOtherwise() {
      group("definition", DOCTOR, "", "\"actual\": false");
      group("closed", DOCTOR, "", "\"actual\": true, \"active\": false");
      group("left", DOCTOR, ", \"inactive\": true", "\"actual\": true");
      group("ended", DOCTOR, ", " + ENDED, "\"actual\": true");
      assertThat(of(DOCTOR).memberships()).isEqualTo(ReferenceSet.EMPTY);
    }
  }

  @Nested
  class Until {

    @Test
    void isWhenTheNextPeriodBeginsOrEnds() {
      role("ended", "Organization/o", ENDED);
      role("to-come", "Organization/o", TO_COME);
      role("later", "Organization/o", "\"period\": {\"end\": \"2027\"}");
      RecordedRequester requester = of(DOCTOR);
      assertThat(requester.until()).isEqualTo(Instant.parse("2026-06-16T00:00:00Z"));
      assertThat(requester.holdsAt(NOW)).isTrue();
      assertThat(requester.holdsAt(NOW.minusMillis(1))).isFalse();
      assertThat(requester.holdsAt(Instant.parse("2026-06-15T23:59:59Z"))).isTrue();
      assertThat(requester.holdsAt(Instant.parse("2026-06-16T00:00:00Z"))).isFalse();
    }

    @Test
    void isOpenWithoutPeriods() {
      role("a", "Organization/o", "");
      assertThat(of(DOCTOR).until()).isNull();
      assertThat(of(DOCTOR).holdsAt(NOW.plusSeconds(1_000_000_000))).isTrue();
    }
  }

  @Nested
  class ByIdentifier {

    private static final String LICENCE =
        "\"identifier\": {\"system\": \"urn:licence\", \"value\": \"7\"}";

    private void doctor() {
      store(DOCTOR, "\"identifier\": [{\"system\": \"urn:licence\", \"value\": \"7\"}]");
    }

    private void team(String id, String member) {
      store(
          "CareTeam/" + id,
          "\"status\": \"active\", \"participant\": [{\"member\": {" + member + "}}]");
    }

    @Test
    void aRoleAnOrganizationAndAllItIsPartOf() {
      doctor();
      store(
          "PractitionerRole/r",
          "\"practitioner\": {"
              + LICENCE
              + "}, \"organization\": {\"identifier\": {\"value\": \"ward\"}}");
      store(
          "Organization/ward",
          "\"identifier\": [{\"value\": \"ward\"}], \"partOf\": {\"identifier\": {\"value\":"
              + " \"trust\"}}");
      store("Organization/trust", "\"identifier\": [{\"value\": \"trust\"}]");
      store("Organization/other", "\"identifier\": [{\"system\": \"urn:x\", \"value\": \"ward\"}]");
      for (String caller : List.of(DOCTOR, "PractitionerRole/r")) {
        assertThat(of(caller).self().references())
            .containsExactlyInAnyOrder(refs(DOCTOR, "PractitionerRole/r"));
        assertThat(of(caller).organizations().references())
            .containsExactlyInAnyOrder(refs("Organization/ward", "Organization/trust"));
      }
    }

    @Test
    void aTeamAndAGroup() {
      doctor();
      team("t", LICENCE);
      team("typed", LICENCE + ", \"type\": \"Practitioner\"");
      team("of-another-type", LICENCE + ", \"type\": \"Patient\"");
      team("of-another-system", LICENCE.replace("urn:licence", "urn:other"));
      team("without-system", "\"identifier\": {\"value\": \"7\"}");
      team("with-a-literal", LICENCE + ", \"reference\": \"Practitioner/else\"");
      team("without-value", "\"identifier\": {\"system\": \"urn:licence\"}");
      store(
          "Group/g",
          "\"actual\": true, \"identifier\": [{\"value\": \"g\"}], \"member\": [{\"entity\": {"
              + LICENCE
              + "}}]");
      store(
          "Group/outer",
          "\"actual\": true, \"member\": [{\"entity\": {\"identifier\": {\"value\": \"g\"}}}]");
      assertThat(of(DOCTOR).memberships().references())
          .containsExactlyInAnyOrder(
              refs("CareTeam/t", "CareTeam/typed", "Group/g", "Group/outer"));
    }

    @Test
    void organizationsThatArePartsOfEachOtherEnd() {
      store(
          "Organization/a",
          "\"identifier\": [{\"value\": \"a\"}], \"partOf\": {\"identifier\": {\"value\": \"b\"}}");
      store(
          "Organization/b",
          "\"identifier\": [{\"value\": \"b\"}], \"partOf\": {\"identifier\": {\"value\": \"a\"}}");
      assertThat(of("Organization/a").organizations().references())
          .containsExactlyInAnyOrder(refs("Organization/a", "Organization/b"));
    }

    @Test
    void onePersonOfSeveralRelatives() {
      store("RelatedPerson/x", "\"identifier\": [{\"value\": \"x\"}]");
      store("RelatedPerson/y", "\"identifier\": [{\"value\": \"y\"}]");
      store(
          "Person/p",
          "\"link\": [{\"target\": {\"identifier\": {\"value\": \"x\"}}},"
              + " {\"target\": {\"identifier\": {\"value\": \"y\"}}}]");
      assertThat(of("RelatedPerson/x").self().references())
          .containsExactlyInAnyOrder(refs("RelatedPerson/x", "RelatedPerson/y"));
    }
  }
}
