package org.andiron.consentoracle;

import static org.andiron.consentoracle.Draft.actor;
import static org.andiron.consentoracle.Draft.codings;
import static org.andiron.consentoracle.Draft.consent;
import static org.andiron.consentoracle.Draft.provision;
import static org.andiron.consentoracle.Draft.scope;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which provision speaks for a consent, and which consent for a patient. */
class CombinationTest {

  private static final String PERMIT = "'type': 'permit'";
  private static final String DENY = "'type': 'deny'";
  private static final String ME = actor("Practitioner/p1");
  private static final String OTHERS = actor("Practitioner/p2");

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void innermostSpeaks(Decider decider) {
    String third = nested(DENY, ME);
    String second = nested(PERMIT, ME, third);

    assertThat(consent(provision(all(DENY, second))).isPermittedBy(decider)).isFalse();
    assertThat(consent(provision(all(DENY, nested(PERMIT, ME)))).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void exceptionToWhatDoesNotApplyDoesNotApply(Decider decider) {
    String notMine = nested(DENY, OTHERS, nested(PERMIT, ME));

    assertThat(consent(provision(all(DENY, nested(PERMIT, OTHERS)))).isPermittedBy(decider))
        .isFalse();
    assertThat(
            consent(provision(all(PERMIT, codings("purpose", Code.reason("HRESCH")), notMine)))
                .isPermittedBy(decider))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void sideBySideDenyBeatsPermit(Decider decider) {
    String both = "'provision': [{%s, %s}, {%s, %s}]".formatted(PERMIT, ME, DENY, ME);

    assertThat(consent(provision(all(DENY, both))).isPermittedBy(decider)).isFalse();
    assertThat(consent(provision(all(PERMIT, both))).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void nestedPermitWidensTheRootForItsPurposes(Decider decider) {
    String normal = codings("securityLabel", Code.confidentiality("N"));
    String psychiatry = codings("securityLabel", Code.sensitivity("PSY"));
    String treatment = codings("purpose", Code.reason("TREAT"));
    String root = provision(all(PERMIT, normal, treatment, nested(PERMIT, psychiatry)));
    Code label = Code.sensitivity("PSY");

    assertThat(consent(root).labels(label).isPermittedBy(decider)).isTrue();
    assertThat(consent(root).labels(label).purpose("HMARKT").isPermittedBy(decider)).isFalse();
    assertThat(consent(root).labels(Code.sensitivity("HIV")).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void exceptionIsOneToWhatWidensToo(Decider decider) {
    String others = provision(all(PERMIT, OTHERS, both(all(PERMIT, ME), DENY)));

    assertThat(consent(others).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void baseIsTheTypeOrThePolicyRuleOrDeny(Decider decider) {
    assertThat(consent(rule("OPTIN")).policy(ImplicitPolicy.DENY).isPermittedBy(decider)).isTrue();
    assertThat(consent(rule("OPTOUT")).isPermittedBy(decider)).isFalse();
    assertThat(consent(rule("EMRGONLY")).isPermittedBy(decider)).isFalse();
    assertThat(consent(provision(ME)).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void permitThatDoesNotFitDeniesAndDenySaysNothing(Decider decider) {
    assertThat(consent(provision(all(PERMIT, OTHERS))).isPermittedBy(decider)).isFalse();
    assertThat(consent(provision(all(DENY, OTHERS))).isPermittedBy(decider)).isTrue();
    assertThat(
            consent(provision(all(DENY, OTHERS)))
                .policy(ImplicitPolicy.DENY)
                .isPermittedBy(decider))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void onlyActiveConsentsAboutAccessCount(Decider decider) {
    for (String status : new String[] {"draft", "proposed", "rejected", "inactive"}) {
      String other = "'status': '" + status + "'";
      assertThat(consent(other, provision(DENY)).isPermittedBy(decider)).isTrue();
    }
    assertThat(consent(scope("treatment"), provision(DENY)).isPermittedBy(decider)).isTrue();
    assertThat(consent(scope("research"), provision(DENY)).isPermittedBy(decider)).isTrue();
    assertThat(
            consent(scope("research"), provision(DENY)).purpose("CLINTRCH").isPermittedBy(decider))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void oneDenyIsEnough(Decider decider) {
    assertThat(consent(provision(PERMIT)).and(provision(all(DENY, ME))).isPermittedBy(decider))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void permitsForDifferentPurposesStandBesideEachOther(Decider decider) {
    String treatment = provision(all(PERMIT, codings("purpose", Code.reason("TREAT"))));
    String research = provision(all(PERMIT, codings("purpose", Code.reason("HRESCH"))));

    assertThat(consent(treatment).and(research).isPermittedBy(decider)).isTrue();
    assertThat(consent(treatment).and(research).purpose("HRESCH").isPermittedBy(decider)).isTrue();
    assertThat(consent(treatment).and(research).purpose("HMARKT").isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void laterSupersedesOnlyIfExplicitly(Decider decider) {
    String[] earlier = under("http://example.org/one", "2022-01-01", provision(DENY));
    String[] later = under("http://example.org/one", "2022-01-02", provision(PERMIT));
    String[] elsewhere = under("http://example.org/two", "2022-01-02", provision(PERMIT));
    String[] same = under("http://example.org/one", "2022-01", provision(PERMIT));

    assertThat(consent(earlier).and(later).isPermittedBy(decider)).isTrue();
    assertThat(consent(later).and(earlier).isPermittedBy(decider)).isTrue();
    assertThat(consent(earlier).and(elsewhere).isPermittedBy(decider)).isFalse();
    assertThat(consent(earlier).and(same).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void eachPatientMustPermit(Decider decider) {
    String[] both = {RandomWorld.PATIENT, RandomWorld.OTHER_PATIENT};

    assertThat(consent(provision(PERMIT)).patients(both).isPermittedBy(decider)).isTrue();
    assertThat(
            consent(provision(PERMIT))
                .patients(both)
                .policy(ImplicitPolicy.DENY)
                .isPermittedBy(decider))
        .isFalse();
    assertThat(consent(provision(DENY)).patients(both).isPermittedBy(decider)).isFalse();
    assertThat(consent(provision(DENY)).patients(RandomWorld.OTHER_PATIENT).isPermittedBy(decider))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void lawComesFirst(Decider decider) {
    assertThat(consent(provision(PERMIT)).forbidden(all(DENY, ME), false).isPermittedBy(decider))
        .isFalse();
    assertThat(
            consent(provision(PERMIT)).forbidden(all(DENY, OTHERS), false).isPermittedBy(decider))
        .isTrue();
  }

  private static String rule(String code) {
    return "'policyRule': {" + codings("coding", Code.sensitivity(code)) + "}";
  }

  private static String[] under(String policy, String date, String provision) {
    return new String[] {
      "'policy': [{'uri': '" + policy + "'}]",
      "'dateTime': '" + date + "'",
      "'organization': [{'reference': 'Organization/whole'}]",
      provision
    };
  }

  private static String nested(String... elements) {
    return "'provision': [{" + all(elements) + "}]";
  }

  private static String both(String one, String other) {
    return "'provision': [{" + one + "}, {" + other + "}]";
  }

  private static String all(String... elements) {
    return String.join(", ", elements);
  }
}
