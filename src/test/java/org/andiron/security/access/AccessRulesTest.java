package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.access.AccessDecision.Reason;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.role.PatientReach;
import org.andiron.security.role.RolePolicy;
import org.andiron.security.role.RoleRight;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccessRulesTest {

  private static final RolePolicy ANY = Callers.everythingFor(PatientReach.ANY);
  private static final RolePolicy OWN = Callers.everythingFor(PatientReach.OWN);

  private static EffectiveRights inContext(String scopes, String patient, RolePolicy... policies) {
    return Callers.rights(Callers.user(scopes, Optional.of(patient), "Practitioner/1"), policies);
  }

  private static EffectiveRights user(String scopes, RolePolicy... policies) {
    return Callers.rights(Callers.user(scopes, Optional.empty(), "Patient/7"), policies);
  }

  private static Refused refused(EffectiveRights rights, WantedAccess wanted) {
    AccessDecision decision = AccessRules.decide(rights, wanted);
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }

  private static Allowed allowed(EffectiveRights rights, WantedAccess wanted) {
    AccessDecision decision = AccessRules.decide(rights, wanted);
    assertThat(decision).isInstanceOf(Allowed.class);
    return (Allowed) decision;
  }

  @Nested
  class RemovalOfLabels {

    private final WantedAccess removal = OperationClassification.removalOfLabels();

    private final RolePolicy officer =
        new RolePolicy(
            "officer",
            "Officer",
            List.of(new RoleRight(PatientReach.ANY, Set.of("Consent"), Permission.all())),
            Set.of("meta-delete"));

    private final RolePolicy administrator =
        new RolePolicy("admin", "Admin", List.of(), Set.of("*", "@administration"));

    @Test
    void isForOfficersAndAdministrators() {
      assertThat(allowed(user("user/Consent.cruds", officer), removal).visibility())
          .isEqualTo(Visibility.ALL);
      allowed(user("user/*.cruds", administrator), removal);
      allowed(Callers.rights(Callers.backend("system/*.cruds")), removal);
    }

    @Test
    void isNotForOthersWhoMayCallAllOperations() {
      assertThat(refused(user("user/*.cruds", ANY), removal).reason()).isEqualTo(Reason.ROLE);
    }

    @Test
    void needsATokenForIt() {
      assertThat(refused(user("user/Consent.rs", officer), removal).scope())
          .contains("user/Consent.u");
      refused(user("user/Observation.cruds", administrator), removal);
      refused(Callers.rights(Callers.backend("system/Observation.cruds")), removal);
    }
  }

  @Nested
  class OperationsForNamedUsers {

    private final WantedAccess explaining =
        OperationClassification.of("explain-access", OperationLevel.INSTANCE, "Patient")
            .orElseThrow()
            .wanted(
                new OperationCall("explain-access", OperationLevel.INSTANCE, "Patient", Map.of()));

    private final RolePolicy officer =
        new RolePolicy(
            "officer",
            "Officer",
            List.of(new RoleRight(PatientReach.ANY, Set.of("Consent"), Permission.all())),
            Set.of("explain-access"));

    @Test
    void areForWhoseRoleNamesThem() {
      allowed(user("user/Consent.rs", officer), explaining);
    }

    @Test
    void areNotForWhoMayCallAllOthersNorForClients() {
      assertThat(refused(user("user/*.cruds", ANY), explaining).reason()).isEqualTo(Reason.ROLE);
      assertThat(refused(Callers.rights(Callers.backend("system/*.cruds")), explaining).reason())
          .isEqualTo(Reason.ROLE);
    }

    @Test
    void needARightToConsents() {
      assertThat(refused(user("user/Observation.rs", officer), explaining).scope())
          .contains("user/Consent.r");
    }
  }

  @Nested
  class Refusals {

    @Test
    void aMissingScopeIsNamedOnTheLevelOfTheToken() {
      WantedAccess reading = WantedAccess.toRead("Condition");

      assertThat(refused(inContext("patient/Observation.rs", "1", ANY), reading).scope())
          .contains("patient/Condition.r");
      assertThat(refused(user("user/Observation.rs", ANY), reading).scope())
          .contains("user/Condition.r");
      Refused ofBackend = refused(Callers.rights(Callers.backend("system/*.s")), reading);
      assertThat(ofBackend.reason()).isEqualTo(Reason.SCOPE);
      assertThat(ofBackend.scope()).contains("system/Condition.r");
    }

    @Test
    void whatTheRoleDoesNotAllowIsNotAllowedByAnyScope() {
      RolePolicy reader =
          Callers.role(new RoleRight(PatientReach.ANY, Set.of("Observation"), WantedAccess.SEEING));

      Refused writing =
          refused(user("user/*.cruds", reader), WantedAccess.toUpdate("Observation", false));

      assertThat(writing.reason()).isEqualTo(Reason.ROLE);
      assertThat(writing.scope()).isEmpty();
      allowed(user("user/*.cruds", reader), WantedAccess.toRead("Observation"));
    }

    @Test
    void aPatientScopeWithoutAPatientInContextReachesNobody() {
      Refused reading =
          refused(user("patient/Observation.rs", ANY), WantedAccess.toRead("Observation"));

      assertThat(reading.reason()).isEqualTo(Reason.CONTEXT);
    }

    @Test
    void aPatientInContextWhoIsNotTheirOwnReachesNobodyForAPatient() {
      EffectiveRights rights =
          Callers.rights(Callers.user("patient/*.rs", Optional.of("8"), "Patient/7"), OWN);

      assertThat(refused(rights, WantedAccess.toRead("Observation")).reason())
          .isEqualTo(Reason.CONTEXT);
    }

    @Test
    void aUserWithoutARoleHasNoRights() {
      assertThat(refused(user("user/*.cruds"), WantedAccess.toRead("Observation")).reason())
          .isEqualTo(Reason.ROLE);
    }

    @Test
    void aSystemScopeIsNoRightOfAUserNorAUserScopeOfABackend() {
      assertThat(refused(user("system/*.cruds", ANY), WantedAccess.toRead("Patient")).reason())
          .isEqualTo(Reason.SCOPE);
      assertThat(
              refused(
                      Callers.rights(Callers.backend("user/*.cruds patient/*.rs"), ANY),
                      WantedAccess.toRead("Patient"))
                  .reason())
          .isEqualTo(Reason.SCOPE);
    }

    @Test
    void aConditionalWriteNeedsToSearchToo() {
      EffectiveRights writing = user("user/Observation.cud", ANY);

      allowed(writing, WantedAccess.toCreate("Observation", false));
      assertThat(refused(writing, WantedAccess.toCreate("Observation", true)).scope())
          .contains("user/Observation.s");
    }
  }

  @Nested
  class WhatExists {

    @Test
    void aWholeRightCostsNothing() {
      assertThat(
              allowed(
                      Callers.rights(Callers.backend("system/*.cruds")),
                      WantedAccess.toUpdate("Patient", true))
                  .visibility())
          .isEqualTo(Visibility.ALL);
      assertThat(allowed(user("user/*.rs", ANY), WantedAccess.toRead("Patient")).visibility())
          .isEqualTo(Visibility.ALL);
    }

    @Test
    void aReadOfATypeThatIsAllowedWholeCostsNothingEvenIfOthersAreNot() {
      Allowed reading =
          allowed(user("user/Observation.rs", ANY), WantedAccess.toRead("Observation"));

      assertThat(reading.visibility()).isEqualTo(Visibility.ALL);
      assertThat(reading.shown()).containsExactly("Observation");
    }

    @Test
    void aPatientScopeShowsTheRecordInContext() {
      Allowed searching =
          allowed(inContext("patient/*.rs", "1", ANY), WantedAccess.toSearchAllTypes());

      assertThat(searching.visibility().portions())
          .containsExactly(Portion.of(Set.of(), Set.of("1")));
    }

    @Test
    void aPatientInContextNarrowsTheirOwnRecordOnly() {
      Caller caller = Callers.user("patient/Observation.rs", Optional.of("7"), "Patient/7");

      assertThat(
              allowed(Callers.rights(caller, OWN), WantedAccess.toRead("Observation"))
                  .visibility()
                  .portions())
          .containsExactly(Portion.of(Set.of("Observation"), Set.of("7")));
    }

    @Test
    void relativesAndCareTeamsReachWhomTheRecordsName() {
      Caller caller = Callers.user("user/Condition.r", Optional.empty(), "RelatedPerson/1");
      EffectiveRights rights =
          EffectiveRights.of(
              caller,
              List.of(
                  Callers.everythingFor(PatientReach.RELATED),
                  Callers.everythingFor(PatientReach.CARE_TEAM)),
              Callers.patients(Set.of("21", "22"), Set.of("31")));

      assertThat(allowed(rights, WantedAccess.toRead("Condition")).visibility().portions())
          .containsExactlyInAnyOrder(
              Portion.of(Set.of("Condition"), Set.of("21", "22")),
              Portion.of(Set.of("Condition"), Set.of("31")));
    }

    @Test
    void aGranularScopeShowsWhatItsQueryFinds() {
      Allowed reading =
          allowed(
              inContext("patient/Observation.rs?category=a|b", "1", ANY),
              WantedAccess.toRead("Observation"));

      assertThat(reading.visibility().portions())
          .containsExactly(
              new Portion(
                  Set.of("Observation"), Optional.of(Set.of("1")), Optional.of("category=a|b")));
    }

    @Test
    void aConditionalWriteReachesWhatMayBothBeSearchedAndWritten() {
      Allowed writing =
          allowed(
              user("user/Observation.s?category=a user/Observation.u?code=x", ANY),
              WantedAccess.toUpdate("Observation", true));

      assertThat(writing.visibility().portions()).hasSize(1);
      assertThat(writing.visibility().portions().get(0).query().orElse("").split("&"))
          .containsExactlyInAnyOrder("category=a", "code=x");
    }

    @Test
    void aSearchFindsNothingThatMayOnlyBeRead() {
      EffectiveRights rights =
          user("user/Observation.s?category=a user/Observation.r user/Patient.r", ANY);
      SearchAnalysis searches = new SearchAnalysis(parameter -> Set.of("Patient"));

      Allowed searching =
          allowed(
              rights,
              searches.of("Observation", Map.of("_include", new String[] {"Observation:subject"})));

      assertThat(searching.visibility().portions())
          .containsExactlyInAnyOrder(
              Portion.of(Set.of("Patient")),
              new Portion(Set.of("Observation"), Optional.empty(), Optional.of("category=a")));
    }

    @Test
    void aNurseWhoMayNotSeeAuditEventsDoesNotMeetThemInASearchOfAllTypes() {
      Set<String> clinical = Set.of("Observation", "Patient");
      RolePolicy nurse = Callers.role(new RoleRight(PatientReach.ANY, clinical, Permission.all()));

      assertThat(
              allowed(user("user/*.cruds", nurse), WantedAccess.toSearchAllTypes())
                  .visibility()
                  .portions())
          .containsExactly(Portion.of(clinical));
    }
  }

  @Nested
  class Operations {

    private WantedAccess call(String name, OperationLevel level, String type) {
      return OperationClassification.of(name, level, type)
          .orElseThrow()
          .wanted(new OperationCall(name, level, type, Map.of()));
    }

    @Test
    void anOperationOfAdministrationNeedsTheRoleAndAScopeForEverything() {
      RolePolicy administrator =
          new RolePolicy("role", "R", List.of(), Set.of("*", RolePolicy.ADMINISTRATION));
      WantedAccess reindexing = call("reindex", OperationLevel.SYSTEM, "");

      assertThat(allowed(user("user/*.cruds", administrator), reindexing).shown()).isEmpty();
      assertThat(refused(user("user/*.rs", administrator), reindexing).scope())
          .contains("user/*.cruds");
      assertThat(refused(user("user/*.cruds", ANY), reindexing).reason()).isEqualTo(Reason.ROLE);
      assertThat(refused(Callers.rights(Callers.backend("system/*.rs")), reindexing).scope())
          .contains("system/*.cruds");
      allowed(Callers.rights(Callers.backend("system/*.cruds")), reindexing);
    }

    private WantedAccess export(OperationLevel level, String type, String types) {
      return OperationClassification.of("export", level, type)
          .orElseThrow()
          .wanted(new OperationCall("export", level, type, Map.of("_type", List.of(types))));
    }

    @Test
    void anExportHoldsWhatMayBeReadAndSearched() {
      WantedAccess all = call("export", OperationLevel.SYSTEM, "");
      WantedAccess patients = export(OperationLevel.SYSTEM, "", "Patient");

      Set<String> butSubscriptions = new TreeSet<>(ResourceTypes.ALL);
      butSubscriptions.remove("Subscription");
      Caller backend = Callers.backend("system/*.rs");
      assertThat(allowed(Callers.rights(backend), all).visibility())
          .isEqualTo(
              new Visibility(List.of(Portion.of(butSubscriptions)), Optional.of(backend.party())));
      assertThat(allowed(Callers.rights(Callers.backend("system/*.cruds")), all).visibility())
          .isEqualTo(Visibility.ALL);
      assertThat(
              allowed(Callers.rights(Callers.backend("system/Patient.rs system/Group.r")), all)
                  .visibility()
                  .portions())
          .containsExactly(Portion.of(Set.of("Patient")));
      allowed(Callers.rights(Callers.backend("system/Patient.rs")), patients);
      assertThat(refused(Callers.rights(Callers.backend("system/Patient.r")), patients).scope())
          .contains("system/Patient.s");
      assertThat(
              refused(Callers.rights(Callers.backend("system/Observation.rs")), patients).scope())
          .contains("system/Patient.r");
    }

    @Test
    void anExportOfMoreThanOnePatientIsForRolesThatNameIt() {
      WantedAccess all = call("export", OperationLevel.SYSTEM, "");
      assertThat(refused(user("user/*.rs", ANY), all).reason()).isEqualTo(Reason.ROLE);
      assertThat(
              refused(user("user/*.rs", ANY), export(OperationLevel.INSTANCE, "Group", "Patient"))
                  .reason())
          .isEqualTo(Reason.ROLE);
      assertThat(
              allowed(
                      inContext("patient/*.rs", "1", ANY),
                      export(OperationLevel.INSTANCE, "Patient", "Observation"))
                  .visibility()
                  .portions())
          .allSatisfy(it -> assertThat(it.patients()).contains(Set.of("1")));
    }

    @Test
    void aFileOfAnExportIsForWhomWouldExportItAgain() {
      Visibility whole = Visibility.ALL;
      Visibility ofOne = new Visibility(List.of(Portion.of(Set.of("Observation"), Set.of("1"))));
      Visibility ofTwo =
          new Visibility(List.of(Portion.of(Set.of("Observation"), Set.of("1", "2"))));
      Visibility byQuery =
          new Visibility(
              List.of(new Portion(Set.of("Observation"), Optional.empty(), Optional.of("code=x"))));

      for (Visibility each : List.of(whole, ofOne, ofTwo, byQuery)) {
        assertThat(CallersOfJobs.covers(each, each, "Observation")).isTrue();
        assertThat(CallersOfJobs.covers(whole, each, "Observation")).isTrue();
      }
      assertThat(CallersOfJobs.covers(ofTwo, ofOne, "Observation")).isTrue();
      assertThat(CallersOfJobs.covers(ofOne, ofTwo, "Observation")).isFalse();
      assertThat(CallersOfJobs.covers(ofOne, whole, "Observation")).isFalse();
      assertThat(CallersOfJobs.covers(byQuery, whole, "Observation")).isFalse();
      assertThat(CallersOfJobs.covers(ofOne, byQuery, "Observation")).isFalse();
    }

    @Test
    void subscriptionsAreGivenToTheirOwnerOrWhoMaySeeAll() {
      Visibility own = new Visibility(List.of(), Optional.of("app\nnina"));
      Visibility ofAnother = new Visibility(List.of(), Optional.of("app\npaul"));
      Visibility nobodys = new Visibility(List.of());
      assertThat(CallersOfJobs.covers(own, own, "Subscription")).isTrue();
      assertThat(CallersOfJobs.covers(Visibility.ALL, own, "Subscription")).isTrue();
      assertThat(CallersOfJobs.covers(ofAnother, own, "Subscription")).isFalse();
      assertThat(CallersOfJobs.covers(nobodys, own, "Subscription")).isFalse();
      assertThat(CallersOfJobs.covers(nobodys, own, "Observation")).isTrue();
    }

    @Test
    void everythingOfAPatientHoldsOnlyWhatMayBeSearched() {
      WantedAccess everything = call("everything", OperationLevel.INSTANCE, "Patient");

      Allowed decision =
          allowed(
              inContext("patient/Patient.r patient/Observation.r patient/Condition.rs", "1", ANY),
              everything);

      assertThat(decision.visibility().portions())
          .containsExactly(Portion.of(Set.of("Condition", "Patient"), Set.of("1")));
      assertThat(refused(inContext("patient/Condition.rs", "1", ANY), everything).scope())
          .contains("patient/Patient.r");
    }

    @Test
    void theCodesInUseAreThoseOfAllRecords() {
      WantedAccess expanding =
          OperationClassification.of("expand", OperationLevel.TYPE, "ValueSet")
              .orElseThrow()
              .wanted(
                  new OperationCall(
                      "expand",
                      OperationLevel.TYPE,
                      "ValueSet",
                      Map.of("contextDirection", List.of("existing"))));

      assertThat(refused(inContext("patient/*.rs", "1", ANY), expanding).reason())
          .isEqualTo(Reason.CONTEXT);
      allowed(user("user/*.rs", ANY), expanding);
    }

    @Test
    void anOperationThatIsNotInTheTableIsUnknown() {
      assertThat(OperationClassification.of("match", OperationLevel.TYPE, "Patient")).isEmpty();
      assertThat(OperationClassification.of("everything", OperationLevel.SYSTEM, "")).isEmpty();
    }

    @Test
    void noRowContradictsAnother() {
      List<OperationRule> rules = OperationClassification.rules();
      assertThat(rules)
          .allSatisfy(
              rule ->
                  assertThat(rules)
                      .filteredOn(
                          other ->
                              other.name().equals(rule.name())
                                  && other.level() == rule.level()
                                  && (other.types().isEmpty()
                                      || rule.types().isEmpty()
                                      || other.types().stream().anyMatch(rule.types()::contains)))
                      .containsExactly(rule));
    }
  }
}
