package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.ENCOUNTER;
import static org.andiron.consent.decision.Given.HOSPITAL;
import static org.andiron.consent.decision.Given.NOW;
import static org.andiron.consent.decision.Given.OBSERVATION;
import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.action;
import static org.andiron.consent.decision.Given.actor;
import static org.andiron.consent.decision.Given.caller;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.data;
import static org.andiron.consent.decision.Given.dataPeriod;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.from;
import static org.andiron.consent.decision.Given.inactive;
import static org.andiron.consent.decision.Given.label;
import static org.andiron.consent.decision.Given.labelled;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.of;
import static org.andiron.consent.decision.Given.period;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.reading;
import static org.andiron.consent.decision.Given.scoped;
import static org.andiron.consent.decision.Given.until;
import static org.andiron.consent.decision.Given.verified;
import static org.andiron.consent.decision.Given.year;
import static org.andiron.consent.term.Confidentiality.N;
import static org.andiron.consent.term.Confidentiality.R;
import static org.andiron.consent.term.Confidentiality.V;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of the decision table, with the traps of each. */
class DecisionTableTest {

  private static final ConsentRequest READ = doctor("TREAT");

  /** With a policy that denies, so that only a consent can permit. */
  private static boolean permitted(ResourceFacts resource, Provision root) {
    return decide(READ, resource, consent(root)).permits();
  }

  /** With a policy that permits, so that only a consent can deny. */
  private static boolean denied(ResourceFacts resource, Provision root) {
    return !decide(READ, resource, policy("all-normal"), consent(root)).permits();
  }

  private static boolean permitted(ConsentRequest request, Provision root) {
    return decide(request, observation().build(), consent(root)).permits();
  }

  private static boolean denied(ConsentRequest request, Provision root) {
    return !decide(request, observation().build(), policy("all-normal"), consent(root)).permits();
  }

  @Nested
  class InsideOneProvision {

    private final Provision root =
        permit(
            purpose("TREAT", "HPAYMT"), actor(DOCTOR, new ResourceRef("Practitioner", "second")));

    @Test
    void oneOfTheRepeatsIsEnough() {
      assertThat(permitted(doctor("TREAT"), root)).isTrue();
      assertThat(permitted(doctor("HPAYMT"), root)).isTrue();
    }

    @Test
    void allElementsMustBeMet() {
      assertThat(permitted(doctor("HRESCH"), root)).isFalse();
      assertThat(
              permitted(reading(caller(new ResourceRef("Practitioner", "third")), "TREAT"), root))
          .isFalse();
    }

    @Test
    void anAbsentElementIsAny() {
      assertThat(permitted(doctor("HRESCH"), permit())).isTrue();
      assertThat(denied(doctor("HRESCH"), deny())).isTrue();
    }
  }

  @Nested
  class Status {

    @Test
    void onlyActiveIsEnforced() {
      ResourceFacts resource = observation().build();
      assertThat(decide(READ, resource, inactive(consent(permit()))).permits()).isFalse();
      assertThat(decide(READ, resource, policy("all-normal"), inactive(consent(deny()))).permits())
          .isTrue();
    }
  }

  @Nested
  class Scope {

    private ConsentDecision decideWith(ConsentScope scope, String purpose, Provision root) {
      return decide(
          doctor(purpose),
          observation().build(),
          policy("all-normal"),
          scoped(scope, consent(root)));
    }

    @Test
    void researchIsAboutResearchOnly() {
      assertThat(decideWith(ConsentScope.RESEARCH, "TREAT", deny()).permits()).isTrue();
      assertThat(decideWith(ConsentScope.RESEARCH, "HRESCH", deny()).permits()).isFalse();
      assertThat(decideWith(ConsentScope.RESEARCH, "CLINTRCHNPC", deny()).permits()).isFalse();
    }

    @Test
    void othersSayNothingOfAccess() {
      assertThat(decideWith(ConsentScope.OTHER, "TREAT", deny()).permits()).isTrue();
      assertThat(
              decide(READ, observation().build(), scoped(ConsentScope.OTHER, consent(permit())))
                  .permits())
          .isFalse();
    }

    @Test
    void researchPermitsNothingForAPurposeThatIsNotKnown() {
      ConsentRequest unknown = reading(caller(DOCTOR), null);
      ConsentDirective research = scoped(ConsentScope.RESEARCH, consent(permit()));
      assertThat(decide(unknown, observation().build(), research).permits()).isFalse();
      assertThat(
              decide(
                      unknown,
                      observation().build(),
                      policy("all-normal"),
                      scoped(ConsentScope.RESEARCH, consent(deny())))
                  .permits())
          .isFalse();
    }
  }

  @Nested
  class Patient {

    private final ResourceFacts ofBoth = observation().patients(PATIENT, OTHER_PATIENT).build();
    private final ConsentDirective mine = consent(permit());
    private final ConsentDirective others = of(OTHER_PATIENT, consent("d", permit()));

    @Test
    void whatIsOfTwoPatientsNeedsThePermissionOfBoth() {
      assertThat(decide(READ, ofBoth, mine).permits()).isFalse();
      assertThat(decide(READ, ofBoth, others).permits()).isFalse();
      assertThat(decide(READ, ofBoth, mine, others).permits()).isTrue();
    }

    @Test
    void oneOfTwoCanDeny() {
      ConsentDirective denying = of(OTHER_PATIENT, consent("d", deny()));
      ConsentDecision decision = decide(READ, ofBoth, policy("all-normal"), mine, denying);
      assertThat(decision.permits()).isFalse();
      assertThat(decision.grounds().provisions())
          .containsExactly(
              new DecidingProvision(OTHER_PATIENT, "Consent/d/_history/1", "Consent.provision"));
    }

    @Test
    void aConsentOfAnotherPatientHasNoEffect() {
      assertThat(decide(READ, observation().build(), others).permits()).isFalse();
    }

    @Test
    void whatIsOfNoPatientIsNotAskedAbout() {
      ResourceFacts organization = ResourceFacts.of(HOSPITAL).build();
      ConsentDecision decision = decide(READ, organization, consent(deny()));
      assertThat(decision.permits()).isTrue();
      assertThat(decision.grounds().rule()).isEqualTo(DecidingRule.NO_PATIENT);
    }
  }

  @Nested
  class RootCriteria {

    @Test
    void aPermitRootThatIsNotMatchedDenies() {
      ConsentDecision decision =
          decide(READ, labelled(R), policy("all-normal"), consent(permit(label(N))));
      assertThat(decision.permits()).isFalse();
      assertThat(decision.grounds().rule()).isEqualTo(DecidingRule.CONSENT_PERMITS_OTHER);
    }

    @Test
    void aDenyRootThatIsNotMatchedDecidesNothing() {
      Provision root = deny(label(V));
      ConsentDecision decision = decide(READ, labelled(R), policy("all-normal"), consent(root));
      assertThat(decision.grounds().rule()).isEqualTo(DecidingRule.IMPLICIT_POLICY_PERMITS);
      assertThat(decide(READ, labelled(R), policy("deny"), consent(root)).grounds().rule())
          .isEqualTo(DecidingRule.IMPLICIT_POLICY_DENIES);
    }
  }

  @Nested
  class NestedProvision {

    @Test
    void deeperBeatsShallower() {
      Provision root = permit(deny(label("PSY"), permit(actor(DOCTOR), deny(purpose("ETREAT")))));
      ResourceFacts psychiatry = labelled(R, "PSY");
      assertThat(permitted(psychiatry, root)).isTrue();
      assertThat(decide(reading(caller(HOSPITAL), "TREAT"), psychiatry, consent(root)).permits())
          .isFalse();
      assertThat(decide(doctor("ETREAT"), psychiatry, consent(root)).permits()).isFalse();
    }

    @Test
    void ofSiblingsOneThatDeniesDecides() {
      ResourceFacts psychiatry = labelled(R, "PSY");
      assertThat(permitted(psychiatry, deny(permit(actor(DOCTOR))))).isTrue();
      assertThat(permitted(psychiatry, deny(permit(actor(DOCTOR)), deny(label("PSY"))))).isFalse();
    }

    @Test
    void aPermitMayWidenTheRoot() {
      Provision root = permit(purpose("TREAT"), label(N), permit(label("PSY")));
      assertThat(permitted(labelled(R, "PSY"), root)).isTrue();
      assertThat(permitted(labelled(N), root)).isTrue();
      assertThat(permitted(labelled(R, "HIV"), root)).isFalse();
    }

    @Test
    void whatWidensKeepsTheOtherElementsOfTheRoot() {
      Provision root = permit(purpose("TREAT"), label(N), permit(label("PSY")));
      ResourceFacts psychiatry = labelled(R, "PSY");
      assertThat(decide(doctor("HRESCH"), psychiatry, consent(root)).permits()).isFalse();
      Provision both = permit(purpose("TREAT"), permit(purpose("HRESCH"), label("PSY")));
      assertThat(decide(doctor("HRESCH"), psychiatry, consent(both)).permits()).isTrue();
    }

    @Test
    void anExceptionHoldsForWhatWasAddedToo() {
      Provision root = permit(label(N), permit(label("PSY")), deny(actor(DOCTOR)));
      assertThat(denied(labelled(R, "PSY"), root)).isTrue();
      assertThat(decide(READ, labelled(R, "PSY"), consent(root)).grounds().rule())
          .isEqualTo(DecidingRule.CONSENT_DENIES);
    }

    @Test
    void anExceptionToWhatDoesNotApplyDoesNotApply() {
      Provision root = deny(actor(HOSPITAL), deny(label("PSY"), permit(purpose("TREAT"))));
      assertThat(permitted(labelled(N), root)).isFalse();
      assertThat(permitted(labelled(R, "PSY"), root)).isTrue();
      Provision elsewhere = deny(purpose("HRESCH"), permit(actor(DOCTOR)));
      assertThat(permitted(labelled(N), elsewhere)).isFalse();
    }
  }

  @Nested
  class ProvisionPeriod {

    @Test
    void aRootWhosePeriodIsOverIsAsIfItWereAbsent() {
      assertThat(permitted(READ, permit(period(until("2022-12-31"))))).isFalse();
      assertThat(denied(READ, deny(period(until("2022-12-31"))))).isFalse();
      ConsentDecision decision =
          decide(
              READ,
              observation().build(),
              policy("all-normal"),
              consent(permit(period(until("2022-12-31")))));
      assertThat(decision.permits()).isTrue();
    }

    @Test
    void aRootWhosePeriodIsToComeIsAsIfItWereAbsent() {
      assertThat(denied(READ, deny(period(from("2027-01-01"))))).isFalse();
    }

    @Test
    void boundsArePartOfIt() {
      TimeRange toNow = new TimeRange(null, NOW.plusMillis(1));
      assertThat(denied(READ, deny(period(toNow)))).isTrue();
      assertThat(denied(READ, deny(period(new TimeRange(NOW, null))))).isTrue();
      assertThat(denied(READ, deny(period(new TimeRange(null, NOW))))).isFalse();
    }

    @Test
    void anInnerProvisionHoldsInItsPeriodOnly() {
      assertThat(denied(READ, permit(deny(period(year(2026)))))).isTrue();
      assertThat(denied(READ, permit(deny(period(year(2025)))))).isFalse();
    }
  }

  @Nested
  class Actors {

    @ParameterizedTest
    @CsvSource({"Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Device"})
    void theCallerIsMatchedAsEverythingItIs(String type) {
      ResourceRef self = new ResourceRef(type, "me");
      Requester me =
          new Requester(
              new ReferenceSet(Set.of(DOCTOR, self), Set.of()),
              ReferenceSet.EMPTY,
              ReferenceSet.EMPTY,
              Set.of());
      assertThat(denied(reading(me, "TREAT"), deny(actor(self)))).isTrue();
      assertThat(denied(READ, deny(actor(self)))).isFalse();
    }

    @Test
    void anOrganizationIsThoseWhoWorkForIt() {
      assertThat(denied(READ, deny(actor(HOSPITAL)))).isTrue();
      assertThat(denied(READ, deny(actor(new ResourceRef("Organization", "elsewhere"))))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Group", "CareTeam"})
    void aGroupIsItsMembers(String type) {
      ResourceRef group = new ResourceRef(type, "g");
      assertThat(denied(reading(caller(DOCTOR, group), "TREAT"), deny(actor(group)))).isTrue();
      assertThat(denied(READ, deny(actor(group)))).isFalse();
    }

    @Test
    void oneOfSeveralIdentifiersIsEnough() {
      BusinessIdentifier license = new BusinessIdentifier("urn:license", "1");
      BusinessIdentifier payroll = new BusinessIdentifier("urn:payroll", "2");
      Requester known =
          new Requester(
              new ReferenceSet(Set.of(DOCTOR), Set.of(license, payroll)),
              ReferenceSet.EMPTY,
              ReferenceSet.EMPTY,
              Set.of());
      Provision root = deny(actor(new ConsentReference.Logical(payroll)));
      assertThat(denied(reading(known, "TREAT"), root)).isTrue();
      assertThat(denied(READ, root)).isFalse();
    }

    @Test
    void oneThatCannotBeResolvedMatchesInADeny() {
      assertThat(denied(READ, deny(actor(new ConsentReference.Unresolvable("urn:x"))))).isTrue();
    }

    @Test
    void oneThatCannotBeResolvedDoesNotMatchInAPermit() {
      assertThat(permitted(READ, permit(actor(new ConsentReference.Unresolvable("urn:x")))))
          .isFalse();
    }
  }

  @Nested
  class Action {

    private ConsentRequest doing(ConsentAction... actions) {
      return new ConsentRequest(
          caller(DOCTOR), Code.purpose("TREAT"), Set.of(actions), Channel.INTERACTIVE, NOW, null);
    }

    @Test
    void aReadIsAccessAndDisclosure() {
      assertThat(denied(READ, deny(action(ConsentAction.ACCESS)))).isTrue();
      assertThat(denied(READ, deny(action(ConsentAction.DISCLOSE)))).isTrue();
      assertThat(permitted(READ, permit(action(ConsentAction.ACCESS)))).isTrue();
      assertThat(denied(READ, deny(action(ConsentAction.COLLECT, ConsentAction.CORRECT))))
          .isFalse();
    }

    @Test
    void aConsentMayForbidWritingOnly() {
      Provision root = permit(deny(action(ConsentAction.COLLECT, ConsentAction.CORRECT)));
      assertThat(permitted(READ, root)).isTrue();
      assertThat(permitted(doing(ConsentAction.COLLECT), root)).isFalse();
      assertThat(permitted(doing(ConsentAction.COLLECT, ConsentAction.CORRECT), root)).isFalse();
      assertThat(permitted(doing(ConsentAction.USE), root)).isTrue();
    }
  }

  @Nested
  class Purpose {

    @Test
    void aPurposeCoversItsKinds() {
      assertThat(permitted(doctor("ETREAT"), permit(purpose("TREAT")))).isTrue();
      assertThat(permitted(doctor("CLINTRCHNPC"), permit(purpose("HRESCH")))).isTrue();
      assertThat(permitted(doctor("HMARKT"), permit(purpose("PurposeOfUse")))).isTrue();
      assertThat(permitted(doctor("HRESCH"), permit(purpose("CLINTRCH")))).isFalse();
    }

    @Test
    void permittingTreatmentDoesNotPermitToBreakTheGlass() {
      assertThat(permitted(doctor("BTG"), permit(purpose("TREAT")))).isFalse();
      assertThat(permitted(doctor("BTG"), permit(purpose("BTG")))).isTrue();
    }

    @Test
    void denyingTreatmentDeniesToBreakTheGlass() {
      assertThat(denied(doctor("BTG"), deny(purpose("TREAT")))).isTrue();
    }

    @Test
    void permittingToBreakTheGlassDoesNotPermitTreatment() {
      assertThat(permitted(doctor("TREAT"), permit(purpose("BTG")))).isFalse();
    }

    @Test
    void anUnknownPurposeIsDeniedAndNotPermitted() {
      ConsentRequest unknown = reading(caller(DOCTOR), null);
      assertThat(denied(unknown, deny(purpose("HMARKT")))).isTrue();
      assertThat(permitted(unknown, permit(purpose("PurposeOfUse")))).isFalse();
      assertThat(permitted(unknown, permit())).isTrue();
    }

    @Test
    void aPurposeOfAnotherSystemIsOnlyItself() {
      Code own = new Code("http://example.org/purposes", "TREAT");
      Criterion purposes = new Criterion.Purposes(Set.of(own));
      assertThat(permitted(READ, permit(purposes))).isFalse();
    }
  }

  @Nested
  class ContentClasses {

    private Criterion classes(ContentClass... classes) {
      return new Criterion.Classes(Set.of(classes));
    }

    @Test
    void aTypeOfResource() {
      Criterion observations = classes(new ContentClass.OfType("Observation"));
      assertThat(denied(observation().build(), deny(observations))).isTrue();
      assertThat(denied(observation().build(), deny(classes(new ContentClass.OfType("Condition")))))
          .isFalse();
    }

    @Test
    void aProfile() {
      String bmi = "http://hl7.org/fhir/StructureDefinition/bmi";
      Provision root = deny(classes(new ContentClass.WithProfile(bmi)));
      assertThat(denied(observation().profiles(List.of(bmi)).build(), root)).isTrue();
      assertThat(denied(observation().build(), root)).isFalse();
    }

    @Test
    void aMediaTypeAndAFormat() {
      Code format = new Code(CodeSystems.FORMAT_CODES, "urn:ihe:pcc:xphr:2007");
      ResourceFacts document =
          observation().mediaTypes(List.of("application/pdf")).formats(List.of(format)).build();
      assertThat(denied(document, deny(classes(new ContentClass.OfMediaType("application/pdf")))))
          .isTrue();
      assertThat(denied(document, deny(classes(new ContentClass.OfMediaType("text/plain")))))
          .isFalse();
      assertThat(denied(document, deny(classes(new ContentClass.InFormat(format))))).isTrue();
    }
  }

  @Nested
  class Codes {

    private final Criterion diabetes =
        new Criterion.Codes(Set.of(new Code("http://snomed.info/sct", "15777000")));

    private ResourceFacts coded(String code) {
      return observation().codes(List.of(new Code("http://snomed.info/sct", code))).build();
    }

    @Test
    void anyCodeThatIsEqualOrAKindOfIt() {
      assertThat(denied(coded("15777000"), deny(diabetes))).isTrue();
      assertThat(denied(coded("44054006"), deny(diabetes))).isTrue();
      assertThat(denied(coded("38341003"), deny(diabetes))).isFalse();
      assertThat(denied(observation().build(), deny(diabetes))).isFalse();
    }
  }

  @Nested
  class SecurityLabel {

    @ParameterizedTest
    @EnumSource(Confidentiality.class)
    void permittingALevelReachesDown(Confidentiality level) {
      assertThat(permitted(labelled(level), permit(label(N)))).isEqualTo(level.atMost(N));
    }

    @ParameterizedTest
    @EnumSource(Confidentiality.class)
    void denyingALevelReachesUp(Confidentiality level) {
      assertThat(denied(labelled(level), deny(label(R)))).isEqualTo(R.atMost(level));
    }

    @Test
    void ofSeveralLevelsTheWidestCounts() {
      assertThat(permitted(labelled(R), permit(label(N, R)))).isTrue();
      assertThat(denied(labelled(R), deny(label(V, R)))).isTrue();
    }

    @Test
    void aSensitivityCoversItsKinds() {
      assertThat(denied(labelled(R, "ETHUD"), deny(label("SUD")))).isTrue();
      assertThat(denied(labelled(R, "ETHUD"), deny(label("ETH")))).isTrue();
      assertThat(denied(labelled(R, "OPIOIDUD"), deny(label("ETH")))).isTrue();
      assertThat(permitted(labelled(R, "OPIOIDUD"), permit(label("ETH")))).isTrue();
      assertThat(denied(labelled(R, "SUD"), deny(label("ETHUD")))).isFalse();
    }

    @Test
    void permittingOneSensitivityDoesNotPermitAnother() {
      assertThat(permitted(labelled(R, "PSY"), permit(label("PSY", "SDV")))).isTrue();
      assertThat(permitted(labelled(R, "PSY", "HIV"), permit(label("PSY", "SDV")))).isFalse();
      assertThat(denied(labelled(R, "PSY", "HIV"), deny(label("PSY")))).isTrue();
    }

    @Test
    void withoutLabelsItIsNormalIfItWasLookedAt() {
      assertThat(permitted(observation().build(), permit(label(N)))).isTrue();
      assertThat(denied(observation().build(), deny(label(R)))).isFalse();
      assertThat(denied(observation().build(), deny(label("PSY")))).isFalse();
    }

    @Test
    void withoutLabelsItIsRestrictedIfItWasNotLookedAt() {
      ResourceFacts unlabelled = observation().labels(SecurityLabels.of(Set.of(), false)).build();
      assertThat(permitted(unlabelled, permit(label(N)))).isFalse();
      assertThat(permitted(unlabelled, permit(label(R)))).isTrue();
      assertThat(denied(unlabelled, deny(label(R)))).isTrue();
      assertThat(denied(unlabelled, deny(label("PSY")))).isTrue();
      assertThat(permitted(unlabelled, permit(label("PSY")))).isFalse();
    }

    @Test
    void ofSeveralLevelsOfAResourceTheHighestCounts() {
      Code normal = new Code(CodeSystems.CONFIDENTIALITY, "N");
      Code restricted = new Code(CodeSystems.CONFIDENTIALITY, "R");
      assertThat(SecurityLabels.of(List.of(normal, restricted), true).confidentiality())
          .isEqualTo(R);
      assertThat(SecurityLabels.of(List.of(restricted, normal), true).confidentiality())
          .isEqualTo(R);
    }

    @Test
    void aSensitivityWithoutALevelIsRestricted() {
      ResourceFacts sensitive =
          observation().labels(SecurityLabels.of(List.of(Code.sensitivity("HIV")), true)).build();
      assertThat(permitted(sensitive, permit(label(N)))).isFalse();
    }

    @Test
    void otherLabelsAreNoSensitivities() {
      Code test = Code.purpose("HTEST");
      SecurityLabels labels = SecurityLabels.of(List.of(test), true);
      assertThat(labels.confidentiality()).isEqualTo(N);
      assertThat(SecurityLabels.of(List.of(test), false).confidentiality()).isEqualTo(R);
      assertThat(
              permitted(
                  observation()
                      .labels(SecurityLabels.of(List.of(test, Code.sensitivity("PSY")), true))
                      .build(),
                  permit(label("PSY"))))
          .isTrue();
    }
  }

  @Nested
  class DataPeriod {

    private final Provision only2022 = permit(dataPeriod(year(2022)));
    private final Provision not2022 = permit(deny(dataPeriod(year(2022))));

    private ResourceFacts of(String from, String until) {
      return observation()
          .time(
              new TimeRange(
                  Instant.parse(from + "T00:00:00Z"), Instant.parse(until + "T00:00:00Z")))
          .build();
    }

    @Test
    void aPermitMustContainTheTime() {
      assertThat(permitted(of("2022-03-01", "2022-03-02"), only2022)).isTrue();
      assertThat(permitted(of("2021-12-01", "2022-03-02"), only2022)).isFalse();
      assertThat(permitted(of("2023-03-01", "2023-03-02"), only2022)).isFalse();
      assertThat(permitted(observation().time(from("2022-03-01")).build(), only2022)).isFalse();
    }

    @Test
    void aDenyNeedsOnlyAnOverlap() {
      assertThat(denied(of("2021-12-01", "2022-03-02"), not2022)).isTrue();
      assertThat(denied(observation().time(from("2020-03-01")).build(), not2022)).isTrue();
      assertThat(denied(of("2023-03-01", "2023-03-02"), not2022)).isFalse();
      assertThat(denied(of("2021-12-01", "2022-01-01"), not2022)).isFalse();
    }

    @Test
    void undatedIsDeniedAndNotPermitted() {
      assertThat(denied(observation().build(), not2022)).isTrue();
      assertThat(permitted(observation().build(), only2022)).isFalse();
    }

    @Test
    void anExceptionToADenyHoldsForUndatedToo() {
      Provision exceptDoctor = permit(deny(dataPeriod(year(2022)), permit(actor(DOCTOR))));
      assertThat(permitted(observation().build(), exceptDoctor)).isTrue();
    }
  }

  @Nested
  class Data {

    private final ResourceRef report = new ResourceRef("DiagnosticReport", "r");
    private final ResourceFacts itself = observation().build();
    private final ResourceFacts referring =
        observation().refersTo(ReferenceSet.of(report, ENCOUNTER)).build();
    private final ResourceFacts referredTo =
        observation().referredBy(ReferenceSet.of(report, ENCOUNTER)).build();

    private void matches(DataMeaning meaning, ResourceRef named, ResourceFacts... resources) {
      List<ResourceFacts> matching = List.of(resources);
      for (ResourceFacts resource : List.of(itself, referring, referredTo)) {
        assertThat(denied(resource, deny(data(meaning, named))))
            .isEqualTo(matching.contains(resource));
        assertThat(permitted(resource, permit(data(meaning, named))))
            .isEqualTo(matching.contains(resource));
      }
    }

    @Test
    void instance() {
      matches(DataMeaning.INSTANCE, OBSERVATION, itself, referring, referredTo);
      matches(DataMeaning.INSTANCE, report);
    }

    @Test
    void related() {
      matches(DataMeaning.RELATED, OBSERVATION, itself, referring, referredTo);
      matches(DataMeaning.RELATED, report, referredTo);
    }

    @Test
    void dependents() {
      matches(DataMeaning.DEPENDENTS, OBSERVATION, itself, referring, referredTo);
      matches(DataMeaning.DEPENDENTS, report, referring);
    }

    @Test
    void ofAnEncounterBothDirectionsAreMeant() {
      matches(DataMeaning.RELATED, ENCOUNTER, referring, referredTo);
      matches(DataMeaning.DEPENDENTS, ENCOUNTER, referring, referredTo);
    }

    @Test
    void theOtherDirectionPermitsNothingThatIsAnotherPatientsToo() {
      ResourceFacts shared =
          observation()
              .patients(PATIENT, OTHER_PATIENT)
              .refersTo(ReferenceSet.of(ENCOUNTER))
              .build();
      Provision root = permit(data(DataMeaning.RELATED, ENCOUNTER));
      ConsentDirective others = of(OTHER_PATIENT, consent("d", permit()));
      assertThat(decide(READ, shared, consent(root), others).permits()).isFalse();
      assertThat(decide(READ, shared, consent(permit()), others).permits()).isTrue();
      assertThat(denied(shared, deny(data(DataMeaning.RELATED, ENCOUNTER)))).isTrue();
    }

    @Test
    void anEncounterMayBeNamedByAnIdentifier() {
      BusinessIdentifier visit = new BusinessIdentifier("urn:visit", "1");
      ResourceFacts during =
          observation().refersTo(new ReferenceSet(Set.of(), Set.of(visit))).build();
      Criterion encounter = related(new ConsentReference.Logical(visit, "Encounter"));
      assertThat(denied(during, deny(encounter))).isTrue();
      assertThat(permitted(during, permit(encounter))).isTrue();
      Criterion untyped = related(new ConsentReference.Logical(visit));
      assertThat(denied(during, deny(untyped))).isTrue();
      assertThat(permitted(during, permit(untyped))).isFalse();
      Criterion other = related(new ConsentReference.Logical(visit, "DiagnosticReport"));
      assertThat(denied(during, deny(other))).isFalse();
    }

    private Criterion related(ConsentReference reference) {
      return new Criterion.Data(List.of(new DataReference(DataMeaning.RELATED, reference)));
    }

    @Test
    void authoredBy() {
      ResourceFacts written = observation().authors(ReferenceSet.of(DOCTOR)).build();
      Provision root = deny(data(DataMeaning.AUTHOREDBY, DOCTOR));
      assertThat(denied(written, root)).isTrue();
      assertThat(denied(observation().refersTo(ReferenceSet.of(DOCTOR)).build(), root)).isFalse();
    }

    @Test
    void aLogicalReferenceIsMatchedByItsIdentifier() {
      BusinessIdentifier license = new BusinessIdentifier("urn:license", "1");
      ResourceFacts written =
          observation().authors(new ReferenceSet(Set.of(), Set.of(license))).build();
      Provision root =
          deny(
              new Criterion.Data(
                  List.of(
                      new DataReference(
                          DataMeaning.AUTHOREDBY, new ConsentReference.Logical(license)))));
      assertThat(denied(written, root)).isTrue();
      assertThat(denied(observation().build(), root)).isFalse();
    }
  }

  @Nested
  class Verification {

    private final ConsentPolicies strict =
        new ConsentPolicies(List.of(), Given.implicit("deny"), BreakGlassPolicy.NOBODY, true);

    @Test
    void ifItIsRequiredOnlyVerifiedConsentsPermit() {
      ResourceFacts resource = observation().build();
      assertThat(decide(READ, resource, strict, consent(permit())).permits()).isFalse();
      assertThat(decide(READ, resource, strict, verified(consent(permit()))).permits()).isTrue();
      assertThat(decide(READ, resource, consent(permit())).permits()).isTrue();
    }

    @Test
    void whatDeniesNeedsNone() {
      ConsentPolicies open =
          new ConsentPolicies(
              List.of(), Given.implicit("all-normal"), BreakGlassPolicy.NOBODY, true);
      assertThat(decide(READ, observation().build(), open, consent(deny())).permits()).isFalse();
    }
  }
}
