package org.andiron.risk.learning.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.andiron.risk.model.FeatureVector;
import org.junit.jupiter.api.Test;

class SilhouetteTest {

  private static double[][] at(double... places) {
    double[][] rows = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      rows[i] = new double[] {places[i]};
    }
    return rows;
  }

  /** By hand: 0 is 1 from its own and 10.5 from the others, 1 is 9.5 from them, and so on. */
  @Test
  void itIsHowMuchNearerTheOwnAre() {
    double outer = (10.5 - 1) / 10.5;
    double inner = (9.5 - 1) / 9.5;
    assertThat(Silhouette.mean(at(0, 1, 10, 11), List.of(0, 0, 1, 1), 2, 1))
        .isCloseTo((outer + inner) / 2, within(1e-12));
    assertThat(Silhouette.mean(at(0, 1, 10, 11), List.of(0, 1, 0, 1), 2, 1)).isNegative();
  }

  @Test
  void whoIsAloneOrLikeAllCountsAsNothing() {
    assertThat(Silhouette.mean(at(0, 1, 10), List.of(0, 0, 1), 2, 1))
        .isCloseTo(((10.0 - 1) / 10 + (9.0 - 1) / 9 + 0) / 3, within(1e-12));
    assertThat(Silhouette.mean(at(3, 3, 3, 3), List.of(0, 0, 1, 1), 2, 1)).isZero();
    assertThat(Silhouette.mean(at(1, 2), List.of(0, 0), 1, 1)).isZero();
  }

  @Test
  void ofManySomeAreDrawn() {
    double[] places = new double[4000];
    List<Integer> segments = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      places[i] = i % 2 == 0 ? i * 1e-6 : 100 + i * 1e-6;
      segments.add(i % 2);
    }
    assertThat(Silhouette.mean(at(places), segments, 2, 1)).isCloseTo(1, within(1e-3));
  }

  @Test
  void theNumberThatWasPlantedIsTaken() {
    Random random = new Random(3);
    List<FeatureVector> people = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      people.add(
          CohortPeople.person(
              20 + 25 * (i % 4) + random.nextGaussian(), i % 4 == 2, 60 + 30.0 * (i % 2)));
    }
    SegmentNumber found = SegmentNumber.best(CohortPeople.INPUTS, people, 8, 1);
    assertThat(found.segments().segments()).hasSize(4);
    assertThat(found.silhouettes()).containsOnlyKeys(2, 3, 4, 5, 6, 7, 8);
    assertThat(found.segments().silhouette()).isEqualTo(found.silhouettes().get(4));
  }
}
