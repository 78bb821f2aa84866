package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.role.PatientReach;
import org.andiron.security.scope.ResourceTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchAnalysisTest {

  private final SearchAnalysis searches =
      new SearchAnalysis(
          parameter ->
              Map.of(
                      "Observation:subject", Set.of("Patient", "Group"),
                      "Observation:focus", ResourceTypes.ALL,
                      "Observation:derived-from", Set.of("Observation", "Binary"),
                      "Observation:encounter", Set.of("Encounter"),
                      "Encounter:service-provider", Set.of("Organization"))
                  .getOrDefault(parameter, Set.of()));

  private AccessDecision decide(String scopes, String query) {
    Map<String, String[]> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], new String[] {parts[1]});
    }
    return AccessRules.decide(
        Callers.rights(
            Callers.user(scopes, Optional.of("1"), "Practitioner/1"),
            Callers.everythingFor(PatientReach.ANY)),
        searches.of("Observation", parameters));
  }

  @ParameterizedTest
  @CsvSource({
    "code=x, patient/Observation.s, patient/Observation.s",
    "subject:Patient.name=x, patient/Observation.s patient/Patient.s, patient/Patient.s",
    "subject:Patient.organization:Organization.name=x, patient/*.s, patient/*.s",
    "subject.name=x, patient/Observation.s patient/Patient.s, patient/Group.s",
    "encounter.service-provider:Organization.name=x, patient/Observation.s patient/Encounter.s"
        + " patient/Organization.s, patient/Organization.s",
    "_has:Provenance:target:agent=x, patient/Observation.s patient/Provenance.s,"
        + " patient/Provenance.s",
    "_has:Observation:has-member:_has:AuditEvent:entity:agent=x,"
        + " patient/Observation.s patient/AuditEvent.s, patient/AuditEvent.s",
    "_revinclude=Provenance:target, patient/Observation.s patient/Provenance.s,"
        + " patient/Provenance.s",
    "_revinclude:iterate=Provenance:target, patient/Observation.s patient/Provenance.s,"
        + " patient/Provenance.s",
    "_include=Observation:subject:Patient, patient/Observation.s patient/Patient.r,"
        + " patient/Patient.r",
    "_include:iterate=Encounter:service-provider, patient/Observation.s patient/Organization.r,"
        + " patient/Organization.r"
  })
  void aSearchNeedsARightToEachTypeThatItTouches(String query, String enough, String named) {
    assertThat(decide(enough, query)).isInstanceOf(AccessDecision.Allowed.class);

    for (String scope : enough.split(" ")) {
      AccessDecision without = decide(enough.replace(scope, "").strip(), query);
      assertThat(without).isInstanceOf(Refused.class);
      if (!scope.equals("patient/Observation.s")
          && !scope.equals("patient/*.s")
          && !scope.equals("patient/Encounter.s")
          && !named.equals("patient/Group.s")) {
        assertThat(((Refused) without).scope()).contains(named);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "_filter=subject.name eq x",
    "_list=1",
    "subject.name=x",
    "_query=x",
    "_revinclude=*"
  })
  void anOpenSearchDoesNotLookIntoWhatMayOnlyBeRead(String query) {
    AccessDecision decision =
        decide("patient/Observation.s patient/Group.s patient/Condition.r", query);

    assertThat(decision).isInstanceOf(AccessDecision.Allowed.class);
    assertThat(((AccessDecision.Allowed) decision).shown())
        .containsExactlyInAnyOrder("Group", "Observation");
  }

  @ParameterizedTest
  @CsvSource({
    "code=x, true",
    "_include=Observation:subject, true",
    "_include=Observation:subject:Patient, true",
    "_include:iterate=Encounter:service-provider, true",
    "_revinclude=Provenance:target, true",
    "subject.name=x, true",
    "subject:Patient.name=x, true",
    "encounter.service-provider.name=x, true",
    "encounter.service-provider:Organization.name=x, true",
    "_has:Provenance:target:agent=x, true",
    "_include=*, false",
    "_include=Observation:*, false",
    "_include=Observation:unknown, false",
    "_include=Observation:focus, false",
    "_include=Observation:derived-from, false",
    "_revinclude=*, false",
    "_revinclude=Subscription:any, false",
    "focus.name=x, false",
    "unknown.name=x, false",
    "encounter.unknown.name=x, false",
    "subject:Patient._filter=x, false",
    "encounter._filter=x, false",
    "_has:Provenance:target:_filter=x, false",
    "_list=1, false"
  })
  void whoeverMaySeeAllThatASearchLooksAtIsNotRestricted(String query, boolean unrestricted) {
    Map<String, String[]> parameters = new HashMap<>();
    String[] parts = query.split("=", 2);
    parameters.put(parts[0], new String[] {parts[1]});

    AccessDecision decision =
        AccessRules.decide(
            Callers.rights(
                Callers.user("user/*.rs", Optional.empty(), "Practitioner/1"),
                Callers.everythingFor(PatientReach.ANY)),
            searches.of("Observation", parameters));

    assertThat(((AccessDecision.Allowed) decision).visibility().unrestricted())
        .isEqualTo(unrestricted);
  }
}
