package org.andiron.risk.learning.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.andiron.risk.model.FeatureVector;
import org.junit.jupiter.api.Test;

class SegmentsTest {

  /** Forty young people who smoke and twenty old ones who do not, far apart. */
  private static List<FeatureVector> people() {
    Random random = new Random(2);
    List<FeatureVector> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean young = i % 3 > 0;
      people.add(
          CohortPeople.person(
              (young ? 25 : 75) + random.nextGaussian(), young, i == 7 ? null : 100.0));
    }
    return people;
  }

  @Test
  void thoseWhoAreAlikeAreTogether() {
    Segments segments = Segments.of(CohortPeople.INPUTS, people(), 2, 1);
    assertThat(segments.segments()).extracting(Segments.Segment::size).containsExactly(40, 20);
    for (int i = 0; i < 60; i++) {
      assertThat(segments.segmentOf().get(i)).isEqualTo(i % 3 > 0 ? 0 : 1);
    }
    assertThat(segments.segments().get(0).means().get("age")).isCloseTo(25, within(0.5));
    assertThat(segments.segments().get(0).means().get("smokes")).isCloseTo(1, within(1e-9));
    assertThat(segments.segments().get(1).means().get("age")).isCloseTo(75, within(0.7));
    assertThat(segments.segments().get(1).means().get("smokes")).isCloseTo(0, within(1e-9));
    assertThat(segments.segments().get(1).means().get("weight")).isCloseTo(100, within(1e-9));
  }

  @Test
  void theSameSeedGivesTheSameSegments() {
    assertThat(Segments.of(CohortPeople.INPUTS, people(), 4, 9))
        .isEqualTo(Segments.of(CohortPeople.INPUTS, people(), 4, 9));
  }

  @Test
  void moreSegmentsThanPeopleAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Segments.of(CohortPeople.INPUTS, people(), 61, 1))
        .withMessage("60 people cannot be divided into 61 segments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Segments.of(CohortPeople.INPUTS, people(), 1, 1));
  }
}
