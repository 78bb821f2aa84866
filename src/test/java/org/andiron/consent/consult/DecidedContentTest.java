package org.andiron.consent.consult;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.consult.ConsultDecision.Outcome;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.DecidingProvision;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.Grounds;
import org.andiron.consent.decision.Obligation;
import org.andiron.consent.rule.ResourceRef;
import org.junit.jupiter.api.Test;

class DecidedContentTest {

  private static final ResourceRef PATIENT = new ResourceRef("Patient", "1");
  private static final ConsultDecision PERMITTED =
      new ConsultDecision(Outcome.CONSENT_PERMIT, Optional.empty(), Set.of(), Set.of());

  private static Grounds grounds(DecidingRule rule, String... sources) {
    return new Grounds(
        rule,
        List.of(sources).stream()
            .map(it -> new DecidingProvision(PATIENT, it, "Consent.provision"))
            .toList());
  }

  private static ConsentDecision permit(DecidingRule rule, String... sources) {
    return new ConsentDecision.Permit(grounds(rule, sources));
  }

  private static ConsentDecision deny(DecidingRule rule, String... sources) {
    return new ConsentDecision.Deny(grounds(rule, sources), false);
  }

  private static final ConsentDecision BY_POLICY = permit(DecidingRule.IMPLICIT_POLICY_PERMITS);
  private static final ConsentDecision NOT_BY_POLICY = deny(DecidingRule.IMPLICIT_POLICY_DENIES);
  private static final ConsentDecision DENIED = deny(DecidingRule.CONSENT_DENIES, "Consent/1");

  private static DecidedContent each(ConsentDecision... decisions) {
    return new DecidedContent(List.of(decisions).stream().map(List::of).toList());
  }

  @Test
  void thePolicyOfTheOrganizationDeniesContentWhereThereIsNoConsent() {
    DecidedContent content = each(NOT_BY_POLICY, BY_POLICY);
    assertThat(content.denied()).containsExactly(0);
    assertThat(content.decision(ConsultDecision.NONE)).isEqualTo(ConsultDecision.NONE);
  }

  @Test
  void aConsentThatDeniesSomeOfItHasDecided() {
    DecidedContent content = each(BY_POLICY, DENIED);
    assertThat(content.denied()).containsExactly(1);
    ConsultDecision decision = content.decision(ConsultDecision.NONE);
    assertThat(decision.outcome()).isEqualTo(Outcome.CONSENT_PERMIT);
    assertThat(decision.basedOn()).hasToString("Optional[Consent/1]");
  }

  @Test
  void whereNothingIsLeftItIsADenial() {
    assertThat(each(DENIED, NOT_BY_POLICY).decision(ConsultDecision.NONE).outcome())
        .isEqualTo(Outcome.CONSENT_DENY);
  }

  @Test
  void whatIsSaidOfUnnamedDataStays() {
    assertThat(each(DENIED).decision(PERMITTED)).isEqualTo(PERMITTED);
  }

  @Test
  void eachPurposeMustBePermittedAndNothingMasked() {
    ConsentDecision masked =
        new ConsentDecision.PermitWithObligations(
            grounds(DecidingRule.CONSENT_PERMITS, "Consent/1"),
            List.of(new Obligation.MaskPart("part")));
    DecidedContent content =
        new DecidedContent(
            List.of(List.of(BY_POLICY, DENIED), List.of(masked), List.of(BY_POLICY)));
    assertThat(content.denied()).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void thereMayBeNothing() {
    assertThat(each().decision(ConsultDecision.NONE)).isEqualTo(ConsultDecision.NONE);
  }
}
