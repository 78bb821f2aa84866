package org.andiron.consent.residue;

import static org.andiron.consent.residue.Draft.HOSPITAL;
import static org.andiron.consent.residue.Draft.NOW;
import static org.andiron.consent.residue.Draft.PATIENT;
import static org.andiron.consent.residue.Draft.actor;
import static org.andiron.consent.residue.Draft.clinicians;
import static org.andiron.consent.residue.Draft.consent;
import static org.andiron.consent.residue.Draft.deny;
import static org.andiron.consent.residue.Draft.label;
import static org.andiron.consent.residue.Draft.labels;
import static org.andiron.consent.residue.Draft.period;
import static org.andiron.consent.residue.Draft.permit;
import static org.andiron.consent.residue.Draft.policy;
import static org.andiron.consent.residue.Draft.purpose;
import static org.andiron.consent.residue.Draft.reading;
import static org.andiron.consent.residue.Draft.resource;
import static org.andiron.consent.residue.Draft.rule;
import static org.andiron.consent.residue.Draft.type;
import static org.andiron.consent.residue.Draft.year;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.CodeSubsumption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

  private static final String DENIED = "{\"algorithm\":\"andiron-consent-2\",\"glass\":true}";
  private static final String PERMITTED = "{\"algorithm\":\"andiron-consent-2\",\"permits\":[{}]}";
  private static final String TREAT =
      "[{\"code\":\"TREAT\",\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\"}]";
  private static final String CLINICIANS =
      "\"permits\":[{\"purpose\":" + TREAT + ",\"role\":[\"clinician\"]}]";

  private static final ImplicitPolicy.Permit ANYTHING =
      new ImplicitPolicy.Permit(Set.of(), Set.of(), null);

  private final ResourceFacts normal = resource(PATIENT, "Observation").build();
  private final ResourceFacts psychiatric = resource(PATIENT, "Observation", "PSY").build();

  @Nested
  class OfWhatIsSettled {

    private final ConsentDirective allButPsychiatry = consent(permit(deny(label("PSY"))));

    @Test
    void nothingRemainsOfWhatIsPermittedToEverybody() {
      AccessRule rule = rule(policy(clinicians()), normal, allButPsychiatry);
      assertThat(rule.text()).isEqualTo(PERMITTED);
      assertThat(rule.permitsEverybody()).isTrue();
      assertThat(rule.deniesEverybody()).isFalse();
      assertThat(rule.verdict(reading("HMARKT", NOW))).isEqualTo(AccessVerdict.PERMITTED);
    }

    @Test
    void onlyTheGlassRemainsOfWhatIsDeniedToEverybody() {
      AccessRule rule = rule(policy(clinicians()), psychiatric, allButPsychiatry);
      assertThat(rule.text()).isEqualTo(DENIED);
      assertThat(rule.deniesEverybody()).isTrue();
      assertThat(rule.permitsEverybody()).isFalse();
      assertThat(rule.permits(reading("BTG", NOW), PatientRelation.GLASS_BROKEN)).isTrue();
      assertThat(rule.permits(reading("BTG", NOW), PatientRelation.NONE)).isFalse();
    }

    @Test
    void theImplicitPolicyRemainsWhereAConsentSaysNothing() {
      AccessRule rule = rule(policy(clinicians()), normal, consent(deny(label("PSY"))));
      assertThat(rule.text())
          .isEqualTo("{\"algorithm\":\"andiron-consent-2\",\"glass\":true," + CLINICIANS + "}");
      assertThat(rule).isEqualTo(rule(policy(clinicians()), normal));
    }

    /** The inner provision has another class, but the purpose of the outer one. */
    @Test
    void anInnerProvisionKeepsWhatItInherits() {
      AccessRule rule =
          rule(
              policy(),
              normal,
              consent(permit(purpose("TREAT"), type("Condition"), permit(type("Observation")))));
      assertThat(rule.text())
          .isEqualTo(
              "{\"algorithm\":\"andiron-consent-2\",\"consents\":[{\"provision\":{\"purpose\":"
                  + TREAT
                  + ",\"type\":\"permit\"}}],\"glass\":true}");
      assertThat(rule).isEqualTo(rule(policy(ANYTHING), normal, consent(permit(purpose("TREAT")))));
    }

    @Test
    void rolesOfActorsAreWithoutEffect() {
      AccessRule rule = rule(policy(ANYTHING), normal, consent(deny(actor(HOSPITAL))));
      assertThat(rule.text())
          .isEqualTo(
              "{\"algorithm\":\"andiron-consent-2\",\"consents\":[{\"provision\":"
                  + "{\"actor\":[{\"reference\":\"Organization/hospital\"}],\"type\":\"deny\"}}],"
                  + "\"glass\":true,\"permits\":[{}]}");
    }

    @Test
    void partsHaveRulesByTheirOwnLabels() {
      ResourceFacts resource =
          resource(PATIENT, "Observation")
              .parts(
                  List.of(
                      new LabelledPart("Observation.component[0]", labels("PSY")),
                      new LabelledPart("Observation.component[1]", labels())))
              .build();
      List<PartRule> rules =
          new AccessRuleCompiler(CodeSubsumption.EQUALITY, policy(), NOW)
              .ofPatient(PATIENT, List.of(allButPsychiatry))
              .ofParts(resource);
      assertThat(rules)
          .extracting(PartRule::path, it -> it.rule().text())
          .containsExactly(
              tuple("Observation.component[0]", DENIED),
              tuple("Observation.component[1]", PERMITTED));
    }

    @Test
    void resourcesThatAnswerDifferentlyHaveRulesOfTheirOwn() {
      PatientRules rules =
          new AccessRuleCompiler(CodeSubsumption.EQUALITY, policy(), NOW)
              .ofPatient(PATIENT, List.of(allButPsychiatry));
      assertThat(rules.ofWhole(normal).text()).isEqualTo(PERMITTED);
      assertThat(rules.ofWhole(psychiatric).text()).isEqualTo(DENIED);
      assertThat(rules.ofWhole(resource(PATIENT, "Condition").build()))
          .isSameAs(rules.ofWhole(normal));
    }

    @Test
    void rulesAreOfResourcesInThePatientsRecord() {
      ResourceFacts other = resource(new ResourceRef("Patient", "other"), "Observation").build();
      assertThatIllegalArgumentException().isThrownBy(() -> rule(policy(), other));
    }
  }

  @Nested
  class OfLegalPolicies {

    @Test
    void oneWithoutEmergencyExceptionDoesNotYieldToTheGlass() {
      AccessRule rule = rule(withLegal(false, null), psychiatric);
      assertThat(rule.deniesEverybody()).isTrue();
      assertThat(rule.permits(reading("BTG", NOW), PatientRelation.GLASS_BROKEN)).isFalse();
    }

    @Test
    void oneWithEmergencyExceptionYields() {
      AccessRule rule = rule(withLegal(true, null), psychiatric);
      assertThat(rule.deniesEverybody()).isTrue();
      assertThat(rule.permits(reading("BTG", NOW), PatientRelation.GLASS_BROKEN)).isTrue();
    }

    @Test
    void theLawBindsThePatientTooWhateverElseDenies() {
      AccessRule rule = rule(withLegal(true, null), psychiatric, consent(deny()));
      assertThat(rule.permits(reading("PATRQT", NOW), PatientRelation.OWN_RECORD)).isFalse();
      AccessRule ofConsent = rule(policy(), psychiatric, consent(deny()));
      assertThat(ofConsent.permits(reading("PATRQT", NOW), PatientRelation.OWN_RECORD)).isTrue();
      assertThat(ofConsent.permits(reading("PATRQT", NOW), PatientRelation.NONE)).isFalse();
    }

    @Test
    void oneOfAnotherPatientOrResourceIsLeftOut() {
      ResourceRef other = new ResourceRef("Patient", "other");
      assertThat(rule(withLegal(false, other), psychiatric).text()).isEqualTo(PERMITTED);
      assertThat(rule(withLegal(false, null), normal).text()).isEqualTo(PERMITTED);
    }

    private static ConsentPolicies withLegal(
        boolean emergencyException, @Nullable ResourceRef patient) {
      LegalPolicy legal =
          new LegalPolicy("court", "Court", patient, emergencyException, deny(label("PSY")));
      return new ConsentPolicies(
          List.of(legal), policy(ANYTHING).implicit(), policy().breakGlass(), false);
    }
  }

  @Nested
  class OfTime {

    private final Instant nextYear = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void aPeriodThatIsOverIsLeftOut() {
      AccessRule rule = rule(policy(ANYTHING), normal, consent(deny(period(year(2025)))));
      assertThat(rule.text()).isEqualTo(PERMITTED);
    }

    @Test
    void verdictsAreValidUntilAPeriodEnds() {
      AccessRule rule = rule(policy(ANYTHING), normal, consent(deny(period(year(2026)))));
      assertThat(rule.text())
          .isEqualTo(
              "{\"algorithm\":\"andiron-consent-2\",\"consents\":[{\"during\":[{\"until\":"
                  + "\"2027-01-01T00:00:00Z\"}],\"provision\":{\"type\":\"deny\"}}],"
                  + "\"glass\":true,\"permits\":[{}]}");
      assertThat(rule.validUntil(NOW)).isEqualTo(nextYear);
      assertThat(rule.validUntil(nextYear)).isNull();
      assertThat(rule.verdict(reading("TREAT", nextYear.minusNanos(1))))
          .isEqualTo(AccessVerdict.YIELDS_TO_GLASS);
      assertThat(rule.verdict(reading("TREAT", nextYear))).isEqualTo(AccessVerdict.PERMITTED);
    }

    @Test
    void aConsentIsInForceWhereNoneThatTakesItsPlaceIs() {
      ConsentDirective earlier = consent(PATIENT, deny(), "2024-01-01");
      ConsentDirective later = consent(PATIENT, permit(period(year(2027))), "2025-01-01");
      AccessRule rule = rule(policy(), normal, earlier, later);
      Instant after = year(2027).until();
      assertThat(rule.validUntil(NOW)).isEqualTo(nextYear);
      assertThat(rule.validUntil(nextYear)).isEqualTo(after);
      assertThat(rule.verdict(reading("TREAT", NOW))).isEqualTo(AccessVerdict.YIELDS_TO_GLASS);
      assertThat(rule.verdict(reading("TREAT", nextYear))).isEqualTo(AccessVerdict.PERMITTED);
      assertThat(rule.verdict(reading("TREAT", after))).isEqualTo(AccessVerdict.YIELDS_TO_GLASS);
      assertThat(AccessRule.parse(rule.text())).isEqualTo(rule);
    }

    @Test
    void oneThatIsSupersededForEverIsLeftOut() {
      ConsentDirective earlier = consent(PATIENT, deny(), "2024-01-01");
      ConsentDirective later = consent(PATIENT, permit(), "2025-01-01");
      assertThat(rule(policy(), normal, earlier, later).text()).isEqualTo(PERMITTED);
    }

    @Test
    void rangesAreTakenFromEachOther() {
      TimeSet year = TimeSet.of(year(2027));
      TimeRange before = new TimeRange(null, year(2027).from());
      TimeRange after = new TimeRange(year(2027).until(), null);
      assertThat(TimeSet.ALWAYS.minus(year(2027)).ranges()).containsExactly(before, after);
      assertThat(TimeSet.ALWAYS.minus(year(2027)).or(year)).isEqualTo(TimeSet.ALWAYS);
      assertThat(year.minus(before)).isEqualTo(year);
      assertThat(year.minus(year(2027)).isNever()).isTrue();
      assertThat(TimeSet.ALWAYS.minus(before).minus(after)).isEqualTo(year);
    }
  }

  @Nested
  class Texts {

    private final String text =
        rule(policy(clinicians()), normal, consent(permit(purpose("TREAT"), deny(actor(HOSPITAL)))))
            .text();

    @Test
    void areRead() {
      assertThat(AccessRule.parse(text).text()).isEqualTo(text);
    }

    @Test
    void ofAnotherAlgorithmAreRefused() {
      refused(text.replace("andiron-consent-2", "andiron-consent-0"));
    }

    @Test
    void withWhatIsNotKnownAreRefused() {
      refused(text.replace("\"type\":\"deny\"", "\"code\":[],\"type\":\"deny\""));
      refused(text.replace("\"type\":\"deny\"", "\"type\":\"forbid\""));
      refused(text.replace("\"glass\":true", "\"glass\": true"));
      refused(text.replace("Organization/hospital", "hospital"));
      refused(text.substring(1));
      refused("");
    }

    private static void refused(String text) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AccessRule.parse(text))
          .withMessageNotContaining("hospital");
    }
  }
}
