package org.andiron.risk.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.andiron.risk.profile.CohortProfile.Segment;
import org.andiron.risk.profile.CohortProfile.Trait;
import org.andiron.risk.training.TrainingException;
import org.junit.jupiter.api.Test;

class CohortProfilerTest {

  private static CohortProfile profile(Planted planted) {
    return CohortProfiler.of(Planted.READMISSION, planted.collected(), OptionalInt.empty());
  }

  private static double centre(Segment segment, String trait) {
    return segment.traits().get(trait).centre();
  }

  @Test
  void plantedGroupsAreFoundAndDescribedInTheirUnits() {
    CohortProfile profile = profile(Planted.three());

    assertThat(profile.silhouettes()).containsOnlyKeys(2, 3, 4, 5, 6, 7, 8);
    assertThat(profile.segments()).extracting(Segment::patients).containsExactly(90, 60, 45);
    assertThat(profile.silhouette()).isGreaterThan(0.4).isEqualTo(profile.silhouettes().get(3));
    assertThat(profile.patients()).isEqualTo(195);
    assertThat(profile.withheld()).isZero();
    Segment old = profile.segments().get(0);
    assertThat(centre(old, "age")).isCloseTo(82, within(1.0));
    assertThat(centre(old, "heart-failure")).isEqualTo(1);
    assertThat(old.traits().get("age").difference()).isGreaterThan(0.8);
    assertThat(centre(profile.segments().get(1), "length-of-stay")).isCloseTo(20, within(1.0));
    assertThat(centre(profile.segments().get(2), "age")).isCloseTo(25, within(1.0));
    assertThat(profile.traits())
        .extracting(Trait::name)
        .containsExactly("age", "sex=female", "sex=male", "length-of-stay", "heart-failure");
    assertThat(profile.leftOut()).hasSize(13);
  }

  @Test
  void eachPatientCountsOnceWithTheLastExample() {
    CohortProfile profile = profile(Planted.three());
    assertThat(profile.segments().get(0).outcome()).isCloseTo(30.0 / 90, within(1e-12));
    assertThat(profile.segments().get(1).outcome()).as("15 of 60, but 1 of the others").isNull();
    assertThat(profile.segments().get(2).outcome()).as("1 of 45").isNull();
    assertThat(profile.outcome()).isCloseTo(46.0 / 195, within(1e-12));
  }

  @Test
  void fewPatientsAreNotDescribed() {
    CohortProfile profile = profile(Planted.three().group("few", 10, 82, 300, false, 2));

    assertThat(profile.withheld()).isEqualTo(1);
    assertThat(profile.segments()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(profile.patients()).isEqualTo(195);
    assertThat(profile.dots()).hasSize(195);
    assertThat(CohortProfileJson.write(profile)).doesNotContain(": 205,");
  }

  @Test
  void theNumberMayBeGiven() {
    CohortProfile profile =
        CohortProfiler.of(Planted.READMISSION, Planted.three().collected(), OptionalInt.of(2));
    assertThat(profile.silhouettes()).containsOnlyKeys(2);
    assertThat(profile.segments()).hasSize(2);
    assertThat(profile.origin().chosen()).isFalse();
  }

  @Test
  void componentsSayWhatVariesTogether() {
    CohortProfile profile = profile(Planted.three());
    assertThat(profile.components().stream().mapToDouble(it -> it.explained()).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(profile.components().get(0).loadings()).containsKeys("age", "heart-failure");
    assertThat(profile.dots())
        .allSatisfy(
            it -> assertThat(it.x() * 100).isCloseTo(Math.rint(it.x() * 100), within(1e-6)));
  }

  @Test
  void theSameDataAndSeedGiveTheSame() {
    assertThat(profile(Planted.three())).isEqualTo(profile(Planted.three()));
  }

  @Test
  void tooFewPatientsAreRefusedInWords() {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> profile(new Planted().group("few", 21, 50, 1, false, 2)))
        .withMessageContaining("too few patients with an example: 21, but 22 are needed");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                CohortProfiler.of(
                    Planted.READMISSION,
                    new Planted().group("few", 60, 50, 1, false, 2).collected(),
                    OptionalInt.of(6)))
        .withMessageContaining("66 are needed for 6 segments");
  }
}
