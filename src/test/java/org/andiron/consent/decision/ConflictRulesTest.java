package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.actor;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.given;
import static org.andiron.consent.decision.Given.inactive;
import static org.andiron.consent.decision.Given.label;
import static org.andiron.consent.decision.Given.labelled;
import static org.andiron.consent.decision.Given.numbered;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.of;
import static org.andiron.consent.decision.Given.period;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.scoped;
import static org.andiron.consent.decision.Given.until;
import static org.andiron.consent.term.Confidentiality.N;
import static org.andiron.consent.term.Confidentiality.R;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How several consents and policies are combined. */
class ConflictRulesTest {

  private static final ConsentRequest READ = doctor("TREAT");
  private static final ResourceFacts RESOURCE = observation().build();

  private static ConsentPolicies law(@Nullable ResourceRef patient, Provision rule) {
    return new ConsentPolicies(
        List.of(
            new LegalPolicy("court-order", "Court order", patient, false, numbered(rule, "rule"))),
        Given.implicit("all-normal"),
        BreakGlassPolicy.NOBODY,
        false);
  }

  @Nested
  class LegalPoliciesFirst {

    @Test
    void whatLawForbidsNoConsentPermits() {
      ConsentDecision decision =
          decide(READ, labelled(R, "ETH"), law(null, deny(label("ETH"))), consent(permit()));
      assertThat(decision.permits()).isFalse();
      assertThat(decision.grounds())
          .isEqualTo(
              new Grounds(
                  DecidingRule.LEGAL_POLICY,
                  List.of(new DecidingProvision(PATIENT, "court-order", "rule"))));
    }

    @Test
    void whatLawDoesNotForbidIsDecidedOtherwise() {
      assertThat(decide(READ, labelled(N), law(null, deny(label("ETH")))).permits()).isTrue();
      assertThat(
              decide(READ, RESOURCE, law(null, deny(permit(actor(DOCTOR)))), consent(deny()))
                  .grounds()
                  .rule())
          .isEqualTo(DecidingRule.CONSENT_DENIES);
    }

    @Test
    void aCourtOrderIsAboutOnePatient() {
      assertThat(decide(READ, RESOURCE, law(PATIENT, deny())).permits()).isFalse();
      assertThat(decide(READ, RESOURCE, law(OTHER_PATIENT, deny())).permits()).isTrue();
    }
  }

  @Nested
  class DenyOverrides {

    private final ConsentDirective permitting = consent("a", permit());
    private final ConsentDirective denying = consent("b", deny(actor(DOCTOR)));

    @Test
    void oneThatDeniesIsEnough() {
      ConsentDecision decision = decide(READ, RESOURCE, permitting, denying);
      assertThat(decision).isEqualTo(decide(READ, RESOURCE, denying, permitting));
      assertThat(decision)
          .isEqualTo(
              new ConsentDecision.Deny(
                  new Grounds(
                      DecidingRule.CONSENT_DENIES,
                      List.of(
                          new DecidingProvision(
                              PATIENT, "Consent/b/_history/1", "Consent.provision"))),
                  false));
    }

    @Test
    void aLaterPermissionDoesNotEraseAnEarlierDenial() {
      ConsentDirective earlier = given("2025-01-01", "urn:a", consent("a", deny()));
      ConsentDirective later = given("2026-01-01", "urn:b", consent("b", permit()));
      assertThat(decide(READ, RESOURCE, earlier, later).permits()).isFalse();
    }

    @Test
    void nothingButIsNoDenialOfWhatAnotherConsentPermits() {
      ConsentDirective research =
          scoped(ConsentScope.RESEARCH, consent("a", permit(purpose("HRESCH"))));
      ConsentDirective treatment = consent("b", permit(purpose("TREAT")));
      assertThat(decide(READ, RESOURCE, research, treatment).permits()).isTrue();
      assertThat(decide(doctor("HRESCH"), RESOURCE, research, treatment).permits()).isTrue();
      assertThat(decide(doctor("HPAYMT"), RESOURCE, research, treatment).permits()).isFalse();
    }

    @Test
    void nothingButComesBeforeTheImplicitPolicy() {
      assertThat(
              decide(
                      doctor("HPAYMT"),
                      RESOURCE,
                      policy("all-normal"),
                      consent(permit(purpose("TREAT"))))
                  .permits())
          .isFalse();
    }

    @Test
    void allThatDecidedAreNamed() {
      ConsentDecision decision =
          decide(
              READ,
              labelled(R, "PSY"),
              consent("a", permit(deny(label("PSY")), deny(actor(DOCTOR)), permit())),
              consent("b", deny()));
      assertThat(decision.grounds().provisions())
          .extracting(it -> it.source() + " " + it.path())
          .containsExactly(
              "Consent/a/_history/1 Consent.provision.provision[0]",
              "Consent/a/_history/1 Consent.provision.provision[1]",
              "Consent/b/_history/1 Consent.provision");
    }
  }

  @Nested
  class Supersession {

    private final ConsentDirective earlier = given("2025-01-01", "urn:a", consent("a", deny()));
    private final ConsentDirective later = given("2026-01-01", "urn:a", consent("b", permit()));

    @Test
    void theLaterOfTheSameKindTakesThePlaceOfTheEarlier() {
      assertThat(decide(READ, RESOURCE, earlier, later).permits()).isTrue();
      assertThat(decide(READ, RESOURCE, later, earlier).permits()).isTrue();
    }

    @Test
    void notOfAnotherPatientScopeOrDay() {
      assertThat(later.supersedes(of(OTHER_PATIENT, earlier))).isFalse();
      assertThat(later.supersedes(scoped(ConsentScope.RESEARCH, earlier))).isFalse();
      assertThat(later.supersedes(given("2026-01-01", "urn:a", earlier))).isFalse();
      assertThat(earlier.supersedes(later)).isFalse();
      assertThat(later.supersedes(given("2025-12-31", "urn:a", earlier))).isTrue();
    }

    @Test
    void notUnlessOrganizationAndPolicyAreStated() {
      ConsentDirective plain = consent("a", deny());
      ConsentDirective dated =
          new ConsentDirective(
              plain.id(),
              null,
              true,
              ConsentScope.PATIENT_PRIVACY,
              PATIENT,
              Set.of(),
              Set.of(),
              Given.day("2026-01-01"),
              false,
              plain.root());
      assertThat(dated.supersedes(plain)).isFalse();
      assertThat(later.supersedes(plain)).isFalse();
    }

    @Test
    void oneThatHasNoEffectTakesNoPlace() {
      ConsentDirective expired =
          given("2026-01-01", "urn:a", consent("b", permit(period(until("2026-02-01")))));
      assertThat(decide(READ, RESOURCE, policy("all-normal"), earlier, expired).permits())
          .isFalse();
      assertThat(decide(READ, RESOURCE, earlier, inactive(later)).permits()).isFalse();
    }

    @Test
    void oneThatNobodyVerifiedTakesNoPlaceWhereThatIsRequired() {
      ConsentPolicies strict =
          new ConsentPolicies(
              List.of(), Given.implicit("all-normal"), BreakGlassPolicy.NOBODY, true);
      assertThat(decide(READ, RESOURCE, strict, earlier, later).permits()).isFalse();
      assertThat(decide(READ, RESOURCE, strict, earlier, Given.verified(later)).permits()).isTrue();
    }
  }
}
