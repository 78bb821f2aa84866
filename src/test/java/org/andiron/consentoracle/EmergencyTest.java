package org.andiron.consentoracle;

import static org.andiron.consentoracle.Draft.consent;
import static org.andiron.consentoracle.Draft.provision;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The glass is broken by whom, for whom, and for how long. */
class EmergencyTest {

  private static final String DENY = "'type': 'deny'";

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void overridesConsentAndPolicy(Decider decider) {
    assertThat(emergency().isPermittedBy(decider)).isTrue();
    assertThat(emergency().purpose("ETREAT").isPermittedBy(decider)).isTrue();
    assertThat(emergency().policy(ImplicitPolicy.BREAK_GLASS_ONLY).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void overridesNothingUnderThePolicyThatDeniesAll(Decider decider) {
    assertThat(emergency().policy(ImplicitPolicy.DENY).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void isForItsPurposes(Decider decider) {
    assertThat(emergency().purpose("TREAT").isPermittedBy(decider)).isFalse();
    assertThat(emergency().purpose("ERTREAT").isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void isForTheGroup(Decider decider) {
    assertThat(emergency().groups().isPermittedBy(decider)).isFalse();
    assertThat(emergency().groups("Group/g1").isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void isForOnePatientWithAReason(Decider decider) {
    assertThat(
            emergency()
                .glass(RandomWorld.OTHER_PATIENT, "unconscious", Draft.NOW)
                .isPermittedBy(decider))
        .isFalse();
    assertThat(emergency().glass(RandomWorld.PATIENT, " ", Draft.NOW).isPermittedBy(decider))
        .isFalse();
    assertThat(
            emergency()
                .patients(RandomWorld.PATIENT, RandomWorld.OTHER_PATIENT)
                .policy(ImplicitPolicy.BREAK_GLASS_ONLY)
                .isPermittedBy(decider))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void isForAQuarterOfAnHour(Decider decider) {
    assertThat(declaredBefore(Duration.ofSeconds(899)).isPermittedBy(decider)).isTrue();
    assertThat(declaredBefore(Duration.ofSeconds(900)).isPermittedBy(decider)).isFalse();
    assertThat(declaredBefore(Duration.ofSeconds(-1)).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void isNotForSystemsExportsAndGraphQl(Decider decider) {
    assertThat(emergency().user(null).isPermittedBy(decider)).isFalse();
    assertThat(emergency().interaction(Interaction.EXPORT).isPermittedBy(decider)).isFalse();
    assertThat(emergency().byGraphQl().isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void overridesLawOnlyWithItsException(Decider decider) {
    assertThat(emergency().forbidden(DENY, true).isPermittedBy(decider)).isTrue();
    assertThat(emergency().forbidden(DENY, false).isPermittedBy(decider)).isFalse();
    assertThat(emergency().forbidden(DENY, true).forbidden(DENY, false).isPermittedBy(decider))
        .isFalse();
  }

  private static Draft declaredBefore(Duration duration) {
    return emergency().glass(RandomWorld.PATIENT, "unconscious", Draft.NOW.minus(duration));
  }

  private static Draft emergency() {
    return consent(provision(DENY))
        .purpose("BTG")
        .groups(RandomWorld.PRIVILEGED)
        .glass(RandomWorld.PATIENT, "unconscious", Draft.NOW.minus(Duration.ofMinutes(1)));
  }
}
