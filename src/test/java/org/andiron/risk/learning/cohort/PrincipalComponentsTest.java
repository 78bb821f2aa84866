package org.andiron.risk.learning.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.andiron.risk.model.FeatureVector;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  /** Weight is a line of age; nobody's smoking has to do with either. */
  private static List<FeatureVector> people() {
    Random random = new Random(5);
    List<FeatureVector> people = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double age = 50 + 10 * random.nextGaussian();
      people.add(CohortPeople.person(age, i % 2 == 0, 40 + age / 2));
    }
    return people;
  }

  @Test
  void whatVariesTogetherIsOneComponent() {
    PrincipalComponents found = PrincipalComponents.of(CohortPeople.INPUTS, people(), 3);
    // Two of three columns of variance 1 are the same.
    assertThat(found.components().get(0).explained()).isCloseTo(2 / 3.0, within(0.02));
    assertThat(found.components().get(1).explained()).isCloseTo(1 / 3.0, within(0.02));
    assertThat(found.components().get(2).explained()).isCloseTo(0, within(1e-9));
    assertThat(found.components().get(0).weights().get("age"))
        .isCloseTo(Math.sqrt(0.5), within(0.02));
    assertThat(found.components().get(0).weights().get("weight"))
        .isCloseTo(Math.sqrt(0.5), within(0.02));
    assertThat(found.components().get(1).weights().get("smokes")).isCloseTo(1, within(0.02));
  }

  @Test
  void coordinatesHaveTheVarianceOfTheirComponentAndDoNotVaryTogether() {
    PrincipalComponents found = PrincipalComponents.of(CohortPeople.INPUTS, people(), 2);
    double[] sums = new double[3];
    for (List<Double> person : found.coordinates()) {
      sums[0] += person.get(0) * person.get(0) / 400;
      sums[1] += person.get(1) * person.get(1) / 400;
      sums[2] += person.get(0) * person.get(1) / 400;
    }
    assertThat(sums[0]).isCloseTo(3 * found.components().get(0).explained(), within(1e-9));
    assertThat(sums[1]).isCloseTo(3 * found.components().get(1).explained(), within(1e-9));
    assertThat(sums[2]).isCloseTo(0, within(1e-9));
    assertThat(found).isEqualTo(PrincipalComponents.of(CohortPeople.INPUTS, people(), 2));
  }

  @Test
  void onePersonHasNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalComponents.of(CohortPeople.INPUTS, people().subList(0, 1), 1))
        .withMessage("1 people have no 1 components");
  }
}
