package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.CLINICAL;
import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.ENCOUNTER;
import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.action;
import static org.andiron.consent.decision.Given.actor;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.data;
import static org.andiron.consent.decision.Given.dataPeriod;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.from;
import static org.andiron.consent.decision.Given.given;
import static org.andiron.consent.decision.Given.inactive;
import static org.andiron.consent.decision.Given.label;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.of;
import static org.andiron.consent.decision.Given.period;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.scoped;
import static org.andiron.consent.decision.Given.until;
import static org.andiron.consent.decision.Given.year;
import static org.andiron.consent.decision.ProvisionExplanation.Outcome.DECIDED;
import static org.andiron.consent.decision.ProvisionExplanation.Outcome.DOES_NOT_APPLY;
import static org.andiron.consent.decision.ProvisionExplanation.Outcome.OVERRULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why it was decided so, and why each other provision did not decide. */
class ExplanationTest {

  private static ConsentExplanation explain(ConsentDirective... consents) {
    return new ConsentEvaluator(CLINICAL)
        .explain(doctor("TREAT"), observation().build(), List.of(consents), policy("all-normal"));
  }

  private static SourceExplanation explained(Provision root) {
    return explain(consent(root)).sources().get(0);
  }

  @Test
  void theDeepestThatAppliesDecidedAndOverruledTheOthers() {
    SourceExplanation source = explained(permit(deny(permit(actor(DOCTOR)))));
    assertThat(source.effect()).isEqualTo(Effect.PERMIT);
    assertThat(source.provisions())
        .extracting(ProvisionExplanation::path, ProvisionExplanation::outcome)
        .containsExactly(
            tuple("Consent.provision", OVERRULED),
            tuple("Consent.provision.provision[0]", OVERRULED),
            tuple("Consent.provision.provision[0].provision[0]", DECIDED));
  }

  static Stream<Arguments> mismatches() {
    ResourceRef nurse = new ResourceRef("Practitioner", "nurse");
    Code code = new Code("http://loinc.org", "1");
    ContentClass condition = new ContentClass.OfType("Condition");
    return Stream.of(
        Arguments.of(period(until("2022-12-31")), new Mismatch.PeriodOver(until("2022-12-31"))),
        Arguments.of(period(from("2030-01-01")), new Mismatch.PeriodNotBegun(from("2030-01-01"))),
        Arguments.of(
            actor(nurse), new Mismatch.OtherActor(List.of(new Actor(null, Given.local(nurse))))),
        Arguments.of(
            action(ConsentAction.USE), new Mismatch.OtherAction(Set.of(ConsentAction.USE))),
        Arguments.of(purpose("HRESCH"), new Mismatch.OtherPurpose(Set.of(Code.purpose("HRESCH")))),
        Arguments.of(
            new Criterion.Classes(Set.of(condition)), new Mismatch.OtherClass(Set.of(condition))),
        Arguments.of(new Criterion.Codes(Set.of(code)), new Mismatch.OtherCode(Set.of(code))),
        Arguments.of(
            label(Confidentiality.V), new Mismatch.OtherLabel(Set.of(Confidentiality.V), Set.of())),
        Arguments.of(
            data(DataMeaning.RELATED, ENCOUNTER),
            new Mismatch.UnrelatedData(
                List.of(new DataReference(DataMeaning.RELATED, Given.local(ENCOUNTER))))));
  }

  @ParameterizedTest
  @MethodSource("mismatches")
  void everyCriterionThatIsNotMetIsNamed(Criterion criterion, Mismatch mismatch) {
    ProvisionExplanation inner = explained(permit(deny(criterion))).provisions().get(1);
    assertThat(inner.outcome()).isEqualTo(DOES_NOT_APPLY);
    assertThat(inner.mismatches()).containsExactly(mismatch);
  }

  @Test
  void undatedIsToldFromAnotherTime() {
    Provision only2022 = permit(dataPeriod(year(2022)));
    assertThat(explained(only2022).provisions().get(0).mismatches())
        .containsExactly(new Mismatch.Undated(year(2022)));
    ConsentExplanation dated =
        new ConsentEvaluator(CLINICAL)
            .explain(
                doctor("TREAT"),
                observation().time(year(2023)).build(),
                List.of(consent(only2022)),
                policy("deny"));
    assertThat(dated.sources().get(0).provisions().get(0).mismatches())
        .containsExactly(new Mismatch.OtherTime(year(2022)));
  }

  @Test
  void nothingButSaysWhatItPermitsInstead() {
    SourceExplanation source = explained(permit(purpose("HRESCH")));
    assertThat(source.effect()).isEqualTo(Effect.NOTHING_BUT);
    assertThat(source.provisions().get(0).outcome()).isEqualTo(DECIDED);
    assertThat(source.provisions().get(0).mismatches())
        .containsExactly(new Mismatch.OtherPurpose(Set.of(Code.purpose("HRESCH"))));
  }

  @Test
  void anExceptionSaysThatWhatItIsAnExceptionToDoesNotApply() {
    ProvisionExplanation inner = explained(deny(purpose("HRESCH"), permit())).provisions().get(1);
    assertThat(inner.mismatches()).containsExactly(new Mismatch.EnclosingDoesNotApply());
  }

  @Test
  void soDoesAnExceptionToThatException() {
    SourceExplanation source = explained(deny(purpose("HRESCH"), permit(deny(actor(DOCTOR)))));
    assertThat(source.provisions())
        .extracting(ProvisionExplanation::outcome)
        .containsOnly(DOES_NOT_APPLY);
    assertThat(source.provisions().get(2).mismatches())
        .containsExactly(new Mismatch.EnclosingDoesNotApply());
  }

  @Test
  void anElementOfAnOuterProvisionIsNamedWithTheInnerOne() {
    ProvisionExplanation inner =
        explained(permit(purpose("HRESCH"), permit(actor(DOCTOR)))).provisions().get(1);
    assertThat(inner.mismatches())
        .containsExactly(new Mismatch.OtherPurpose(Set.of(Code.purpose("HRESCH"))));
  }

  @Test
  void aConsentWithoutEffectSaysWhy() {
    ConsentDirective later = given("2026-01-01", "urn:a", consent("later", permit()));
    ConsentExplanation explanation =
        explain(
            inactive(consent("inactive", deny())),
            scoped(ConsentScope.OTHER, consent("scope", deny())),
            consent("expired", deny(period(until("2022-12-31")))),
            consent("future", deny(period(from("2030-01-01")))),
            of(OTHER_PATIENT, consent("other", deny())),
            given("2025-01-01", "urn:a", consent("earlier", deny())),
            later);
    assertThat(explanation.decision().permits()).isTrue();
    assertThat(explanation.sources())
        .extracting(SourceExplanation::source, SourceExplanation::disregard)
        .containsExactlyInAnyOrder(
            tuple("Consent/inactive/_history/1", new Disregard.NotActive()),
            tuple("Consent/scope/_history/1", new Disregard.OtherScope(ConsentScope.OTHER)),
            tuple("Consent/expired/_history/1", new Disregard.PeriodOver(until("2022-12-31"))),
            tuple("Consent/future/_history/1", new Disregard.PeriodNotBegun(from("2030-01-01"))),
            tuple("Consent/other/_history/1", new Disregard.OtherPatient()),
            tuple(
                "Consent/earlier/_history/1", new Disregard.Superseded("Consent/later/_history/1")),
            tuple("Consent/later/_history/1", null));
  }

  @Test
  void aLegalPolicyIsExplainedToo() {
    ConsentPolicies law =
        new ConsentPolicies(
            List.of(
                new LegalPolicy(
                    "law", "Law", null, false, Given.numbered(deny(label("ETH")), "rule"))),
            Given.implicit("all-normal"),
            BreakGlassPolicy.NOBODY,
            true);
    List<SourceExplanation> sources =
        new ConsentEvaluator(CLINICAL)
            .explain(doctor("TREAT"), observation().build(), List.of(consent(permit())), law)
            .sources();
    assertThat(sources)
        .extracting(SourceExplanation::patient, SourceExplanation::source, it -> it.effect())
        .containsExactly(
            tuple(PATIENT, "Consent/c/_history/1", Effect.NONE),
            tuple(PATIENT, "law", Effect.NONE));
    assertThat(sources.get(0).disregard()).isEqualTo(new Disregard.NotVerified());
    assertThat(sources.get(1).provisions().get(0).mismatches())
        .containsExactly(new Mismatch.OtherLabel(Set.of(), Set.of(Code.sensitivity("ETH"))));
  }
}
