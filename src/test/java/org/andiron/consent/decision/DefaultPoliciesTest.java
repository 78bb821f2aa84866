package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.HOSPITAL;
import static org.andiron.consent.decision.Given.caller;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.period;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.term.Confidentiality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four implicit policies of IHE's Privacy Consent on FHIR, against what is on file. */
class DefaultPoliciesTest {

  private static final List<String> PURPOSES =
      List.of("TREAT", "HPAYMT", "HOPERAT", "HRESCH", "BTG");

  private static List<ConsentDirective> onFile(String state) {
    Criterion tpo = purpose("TREAT", "HPAYMT", "HOPERAT");
    return switch (state) {
      case "none" -> List.of();
      case "permit" -> List.of(consent(permit(tpo)));
      case "deny" -> List.of(consent(deny(tpo)));
      case "expired" -> List.of(consent(permit(tpo, period(until("2022-12-31")))));
      default -> throw new IllegalArgumentException(state);
    };
  }

  /** One letter for each purpose: P is permitted, D denied. */
  @ParameterizedTest
  @CsvSource({
    "all-normal, none, PPPPP",
    "all-normal, permit, PPPDD",
    "all-normal, deny, DDDPD",
    "all-normal, expired, PPPPP",
    "basic-normal, none, PDDDD",
    "basic-normal, permit, PPPDD",
    "basic-normal, deny, DDDDD",
    "basic-normal, expired, PDDDD",
    "break-glass-only, none, DDDDD",
    "break-glass-only, permit, PPPDD",
    "break-glass-only, deny, DDDDD",
    "break-glass-only, expired, DDDDD",
    "deny, none, DDDDD",
    "deny, permit, PPPDD",
    "deny, deny, DDDDD",
    "deny, expired, DDDDD"
  })
  void everyPolicyWithEverythingOnFile(String policy, String state, String expected) {
    StringBuilder actual = new StringBuilder();
    for (String purpose : PURPOSES) {
      ConsentDirective[] consents = onFile(state).toArray(ConsentDirective[]::new);
      boolean permits =
          decide(doctor(purpose), observation().build(), policy(policy), consents).permits();
      actual.append(permits ? 'P' : 'D');
    }
    assertThat(actual).hasToString(expected);
  }

  @Test
  void treatmentIsForClinicians() {
    Requester clerk =
        new Requester(
            ReferenceSet.of(DOCTOR),
            ReferenceSet.of(HOSPITAL),
            ReferenceSet.EMPTY,
            Set.of("clerk"));
    assertThat(
            decide(Given.reading(clerk, "TREAT"), observation().build(), policy("basic-normal"))
                .permits())
        .isFalse();
    assertThat(
            decide(
                    Given.reading(caller(DOCTOR), null),
                    observation().build(),
                    policy("basic-normal"))
                .permits())
        .isFalse();
  }

  @Test
  void aPolicyMayEndAtALevel() {
    ConsentPolicies upToNormal =
        ConsentPolicies.of(
            new ImplicitPolicy(
                "urn:own",
                "Own",
                List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), Confidentiality.N)),
                false));
    ConsentDecision permitted =
        decide(doctor("TREAT"), Given.labelled(Confidentiality.N), upToNormal);
    assertThat(permitted)
        .isEqualTo(
            new ConsentDecision.Permit(
                new Grounds(
                    DecidingRule.IMPLICIT_POLICY_PERMITS,
                    List.of(new DecidingProvision(Given.PATIENT, "urn:own", "")))));
    assertThat(decide(doctor("TREAT"), Given.labelled(Confidentiality.R), upToNormal).permits())
        .isFalse();
  }
}
