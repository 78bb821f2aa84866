package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.EMERGENCY;
import static org.andiron.consent.decision.Given.NOW;
import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.actor;
import static org.andiron.consent.decision.Given.caller;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.numbered;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.permit;
import static org.andiron.consent.decision.Given.policy;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.request;
import static org.andiron.consent.decision.Given.withGlass;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaking the glass: last of all, and only so. */
class BreakGlassTest {

  private static final ResourceFacts RESOURCE = observation().build();
  private static final ConsentDirective DENYING = consent(deny());
  private static final BreakGlass DECLARED =
      new BreakGlass(PATIENT, "unconscious", NOW.minusSeconds(60));

  private static ConsentRequest breaking(@Nullable BreakGlass declared) {
    return request(caller(DOCTOR, EMERGENCY), "BTG", Channel.INTERACTIVE, declared);
  }

  private static ConsentRequest declaredAt(Instant since) {
    return breaking(new BreakGlass(PATIENT, "unconscious", since));
  }

  private static boolean permitted(ConsentRequest request) {
    return decide(request, RESOURCE, withGlass("all-normal"), DENYING).permits();
  }

  @Test
  void itOverridesWhatConsentsDenyAndIsReported() {
    assertThat(decide(breaking(DECLARED), RESOURCE, withGlass("all-normal"), DENYING))
        .isEqualTo(
            new ConsentDecision.PermitWithObligations(
                new Grounds(
                    DecidingRule.BREAK_GLASS,
                    List.of(
                        new DecidingProvision(
                            PATIENT, "Consent/c/_history/1", "Consent.provision"))),
                List.of(new Obligation.ReportBreakGlass(PATIENT, "unconscious"))));
  }

  @Test
  void itOverridesNothingBut() {
    ConsentDirective treatmentOnly = consent(permit(purpose("TREAT")));
    assertThat(
            decide(breaking(DECLARED), RESOURCE, withGlass("basic-normal"), treatmentOnly)
                .permits())
        .isTrue();
  }

  @Test
  void whereThePolicyExcludesItNoDenialMakesItPossible() {
    assertThat(decide(breaking(DECLARED), RESOURCE, withGlass("deny"), DENYING).permits())
        .isFalse();
  }

  @Test
  void itOverridesTheImplicitPolicyUnlessThatExcludesIt() {
    assertThat(decide(breaking(DECLARED), RESOURCE, withGlass("break-glass-only")).permits())
        .isTrue();
    assertThat(decide(breaking(DECLARED), RESOURCE, withGlass("basic-normal")).permits()).isTrue();
    assertThat(decide(breaking(DECLARED), RESOURCE, withGlass("deny")).permits()).isFalse();
  }

  @Test
  void emergencyTreatmentIsAPurposeOfItToo() {
    ConsentRequest emergency =
        request(caller(DOCTOR, EMERGENCY), "ETREAT", Channel.INTERACTIVE, DECLARED);
    assertThat(permitted(emergency)).isTrue();
  }

  @Test
  void aConsentMayPermitItToAGroupWithoutMore() {
    ConsentDirective dissent = consent(deny(permit(purpose("BTG"), actor(EMERGENCY))));
    ConsentDecision decision = decide(breaking(null), RESOURCE, policy("deny"), dissent);
    assertThat(decision)
        .isInstanceOfSatisfying(
            ConsentDecision.PermitWithObligations.class,
            it ->
                assertThat(it.obligations())
                    .containsExactly(new Obligation.ReportBreakGlass(PATIENT, null)));
    assertThat(decide(doctor("BTG"), RESOURCE, policy("deny"), dissent).permits()).isFalse();
    ConsentRequest treating =
        request(caller(DOCTOR, EMERGENCY), "TREAT", Channel.INTERACTIVE, null);
    assertThat(decide(treating, RESOURCE, policy("deny"), dissent).permits()).isFalse();
  }

  @Nested
  class Refused {

    @Test
    void withoutADeclaration() {
      assertThat(permitted(breaking(null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void withoutAReason(String reason) {
      assertThat(permitted(breaking(new BreakGlass(PATIENT, reason, NOW)))).isFalse();
    }

    @Test
    void forAnotherPatient() {
      assertThat(permitted(breaking(new BreakGlass(OTHER_PATIENT, "unconscious", NOW)))).isFalse();
    }

    @Test
    void forWhatIsAnotherPatientsToo() {
      ResourceFacts shared = observation().patients(PATIENT, OTHER_PATIENT).build();
      assertThat(
              decide(breaking(DECLARED), shared, withGlass("break-glass-only"), DENYING).permits())
          .isFalse();
    }

    @Test
    void forOnesOwnRecord() {
      LegalPolicy law = new LegalPolicy("urn:law", "A law", null, true, deny());
      ConsentPolicies policies =
          new ConsentPolicies(
              List.of(law),
              withGlass("all-normal").implicit(),
              withGlass("all-normal").breakGlass(),
              false);
      ConsentRequest own =
          request(caller(PATIENT, EMERGENCY), "BTG", Channel.INTERACTIVE, DECLARED);
      assertThat(decide(own, RESOURCE, policies))
          .isInstanceOfSatisfying(
              ConsentDecision.Deny.class, it -> assertThat(it.breakGlassWouldHelp()).isFalse());
      assertThat(decide(breaking(DECLARED), RESOURCE, policies).permits()).isTrue();
    }

    @Test
    void fifteenMinutesLater() {
      assertThat(permitted(declaredAt(NOW.minus(Duration.ofMinutes(15))))).isFalse();
      assertThat(permitted(declaredAt(NOW.minus(Duration.ofMinutes(15)).plusMillis(1)))).isTrue();
    }

    @Test
    void beforeItWasDeclared() {
      assertThat(permitted(declaredAt(NOW.plusMillis(1)))).isFalse();
      assertThat(permitted(declaredAt(NOW))).isTrue();
    }

    @Test
    void toWhoIsInNoSuchGroup() {
      ResourceRef other = new ResourceRef("Group", "other");
      assertThat(permitted(request(caller(DOCTOR, other), "BTG", Channel.INTERACTIVE, DECLARED)))
          .isFalse();
      assertThat(permitted(request(caller(DOCTOR), "BTG", Channel.INTERACTIVE, DECLARED)))
          .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TREAT", "HPAYMT", "HRESCH", "ERTREAT"})
    void forAnotherPurpose(String purpose) {
      assertThat(
              permitted(request(caller(DOCTOR, EMERGENCY), purpose, Channel.INTERACTIVE, DECLARED)))
          .isFalse();
    }

    @Test
    void forAPurposeThatIsNotKnown() {
      assertThat(permitted(request(caller(DOCTOR, EMERGENCY), null, Channel.INTERACTIVE, DECLARED)))
          .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
        value = Channel.class,
        names = {"SYSTEM", "EXPORT", "GRAPHQL"})
    void toMachinesExportsAndGraphQl(Channel channel) {
      assertThat(permitted(request(caller(DOCTOR, EMERGENCY), "BTG", channel, DECLARED))).isFalse();
    }

    @Test
    void whereNobodyMay() {
      assertThat(decide(breaking(DECLARED), RESOURCE, policy("all-normal"), DENYING).permits())
          .isFalse();
    }
  }

  @Nested
  class Law {

    private ConsentPolicies with(LegalPolicy... laws) {
      return new ConsentPolicies(
          List.of(laws),
          Given.implicit("all-normal"),
          BreakGlassPolicy.of(Set.of(EMERGENCY)),
          false);
    }

    private LegalPolicy law(String id, boolean emergencyException) {
      return new LegalPolicy(id, id, null, emergencyException, numbered(deny(), "rule"));
    }

    @Test
    void itYieldsOnlyIfItSaysSo() {
      assertThat(decide(breaking(DECLARED), RESOURCE, with(law("a", true)), DENYING).permits())
          .isTrue();
      assertThat(decide(breaking(DECLARED), RESOURCE, with(law("a", false)), DENYING).permits())
          .isFalse();
      assertThat(
              decide(breaking(DECLARED), RESOURCE, with(law("a", true), law("b", false))).permits())
          .isFalse();
    }
  }

  @Nested
  class WouldHelp {

    private boolean wouldHelp(ConsentRequest request, ConsentPolicies policies) {
      ConsentDecision decision = decide(request, RESOURCE, policies, DENYING);
      return ((ConsentDecision.Deny) decision).breakGlassWouldHelp();
    }

    @Test
    void onlyWhoMayIsTold() {
      ConsentRequest member =
          request(caller(DOCTOR, EMERGENCY), "TREAT", Channel.INTERACTIVE, null);
      assertThat(wouldHelp(member, withGlass("all-normal"))).isTrue();
      assertThat(wouldHelp(doctor("TREAT"), withGlass("all-normal"))).isFalse();
      assertThat(
              wouldHelp(
                  request(caller(DOCTOR, EMERGENCY), "TREAT", Channel.EXPORT, null),
                  withGlass("all-normal")))
          .isFalse();
      assertThat(wouldHelp(member, policy("all-normal"))).isFalse();
    }

    @Test
    void nobodyIsToldWhereItWouldNot() {
      ConsentRequest member =
          request(caller(DOCTOR, EMERGENCY), "TREAT", Channel.INTERACTIVE, null);
      ConsentDecision decision = decide(member, RESOURCE, withGlass("deny"));
      assertThat(((ConsentDecision.Deny) decision).breakGlassWouldHelp()).isFalse();
    }
  }
}
