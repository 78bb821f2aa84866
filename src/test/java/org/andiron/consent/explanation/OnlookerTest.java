package org.andiron.consent.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentExplanation;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.DecidingProvision;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.decision.SourceExplanation;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.junit.jupiter.api.Test;

/** What a patient is told of what decided, and what only officers are told. */
class OnlookerTest {

  private static final ResourceRef ANNA = new ResourceRef("Patient", "anna");
  private static final ResourceRef BERT = new ResourceRef("Patient", "bert");
  private static final ConsentRequest REQUEST =
      new ConsentRequest(
          new Requester(
              ReferenceSet.of(new ResourceRef("Practitioner", "1")),
              ReferenceSet.EMPTY,
              ReferenceSet.EMPTY,
              Set.of("nurse")),
          Code.purpose("TREAT"),
          Set.of(ConsentAction.ACCESS),
          Channel.INTERACTIVE,
          Instant.parse("2026-06-01T12:00:00Z"),
          null);

  private static Provision provision(ProvisionType type, Criterion... criteria) {
    return new Provision("Consent.provision", type, List.of(criteria), List.of());
  }

  private static ConsentDirective consent(ResourceRef patient, ProvisionType type) {
    return new ConsentDirective(
        new ResourceRef("Consent", "of-" + patient.id()),
        "1",
        true,
        ConsentScope.PATIENT_PRIVACY,
        patient,
        Set.of(),
        Set.of(),
        null,
        false,
        provision(type));
  }

  private static ConsentPolicies policies(boolean open, LegalPolicy... legal) {
    return new ConsentPolicies(
        List.of(legal),
        new ImplicitPolicy(
            "urn:implicit",
            "",
            open ? List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)) : List.of(),
            true),
        BreakGlassPolicy.NOBODY,
        false);
  }

  /** What each is told. */
  private record Told(
      DecidingRule rule, boolean otherRecord, List<String> deciding, List<String> sources) {}

  private static Told tell(
      Onlooker onlooker, ConsentPolicies policies, String label, ConsentDirective... consents) {
    return tell(onlooker, policies, label, Set.of(ANNA, BERT), consents);
  }

  private static Told tell(
      Onlooker onlooker,
      ConsentPolicies policies,
      String label,
      Set<ResourceRef> patients,
      ConsentDirective... consents) {
    ConsentEvaluator evaluator = new ConsentEvaluator(CodeSubsumption.EQUALITY);
    ConsentExplanation explanation =
        evaluator.explain(
            REQUEST,
            ResourceFacts.of(new ResourceRef("Observation", "1"))
                .patients(patients.toArray(ResourceRef[]::new))
                .labels(SecurityLabels.of(Set.of(Code.sensitivity(label)), true))
                .build(),
            List.of(consents),
            policies);
    var rule = onlooker.rule(explanation, policies);
    return new Told(
        rule.orElse(DecidingRule.NO_PATIENT),
        rule.isEmpty(),
        onlooker.deciding(explanation).stream().map(DecidingProvision::source).toList(),
        onlooker.sources(explanation, policies).stream().map(SourceExplanation::source).toList());
  }

  private static final Onlooker OFFICER = new Onlooker.Officer();
  private static final Onlooker PATIENT =
      new Onlooker.ThePatient(ANNA, Set.of(new ResourceRef("Consent", "of-anna")));

  @Test
  void whatAnotherPatientDeniesIsOfAnotherRecord() {
    ConsentDirective theirs = consent(BERT, ProvisionType.DENY);

    Told officer = tell(OFFICER, policies(true), "PSY", theirs);
    Told patient = tell(PATIENT, policies(true), "PSY", theirs);

    assertThat(officer.rule()).isEqualTo(DecidingRule.CONSENT_DENIES);
    assertThat(officer.deciding()).containsExactly("Consent/of-bert/_history/1");
    assertThat(patient.otherRecord()).isTrue();
    assertThat(patient.deciding()).isEmpty();
    assertThat(patient.sources()).isEmpty();
  }

  @Test
  void whereBothDecideOnlyTheirOwnIsTold() {
    Told patient = tell(PATIENT, policies(false), "PSY", consent(BERT, ProvisionType.DENY));

    assertThat(patient.rule()).isEqualTo(DecidingRule.IMPLICIT_POLICY_DENIES);
    assertThat(patient.deciding()).containsExactly("urn:implicit");
    Told both =
        tell(
            PATIENT,
            policies(true),
            "PSY",
            consent(ANNA, ProvisionType.DENY),
            consent(BERT, ProvisionType.DENY));
    assertThat(both.rule()).isEqualTo(DecidingRule.CONSENT_DENIES);
    assertThat(both.deciding()).containsExactly("Consent/of-anna/_history/1");
    Told permitted = tell(PATIENT, policies(true), "PSY", consent(BERT, ProvisionType.PERMIT));
    assertThat(permitted.rule()).isEqualTo(DecidingRule.IMPLICIT_POLICY_PERMITS);
  }

  @Test
  void aConsentThatDoesNotExistForThemIsNotNamed() {
    Onlooker without = new Onlooker.ThePatient(ANNA, Set.of());
    Told told =
        tell(without, policies(true), "PSY", Set.of(ANNA), consent(ANNA, ProvisionType.DENY));

    assertThat(told.rule()).isEqualTo(DecidingRule.CONSENT_DENIES);
    assertThat(told.deciding()).isEmpty();
    assertThat(told.sources()).isEmpty();
  }

  @Test
  void legalPoliciesAreNamedWhereTheyDecide() {
    ConsentPolicies policies =
        policies(
            true,
            new LegalPolicy(
                "urn:court",
                "",
                ANNA,
                false,
                provision(
                    ProvisionType.DENY,
                    new Criterion.Labels(Set.of(), Set.of(Code.sensitivity("HIV"))))));

    assertThat(tell(OFFICER, policies, "PSY").sources()).containsExactly("urn:court");
    assertThat(tell(PATIENT, policies, "PSY").sources()).isEmpty();
    Told forbidden = tell(PATIENT, policies, "HIV");
    assertThat(forbidden.rule()).isEqualTo(DecidingRule.LEGAL_POLICY);
    assertThat(forbidden.deciding()).containsExactly("urn:court");
    assertThat(forbidden.sources()).containsExactly("urn:court");
  }
}
