package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.Exclusion;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeOutput;
import org.junit.jupiter.api.Test;

class LearningRowsTest {

  private static final ModelInput AGE = MadeUpCohort.inputs().get(0);
  private static final ModelInput DIABETES = MadeUpCohort.inputs().get(4);

  private static TrainingExample example(double outcome, Map<String, FeatureValue> inputs) {
    return new TrainingExample("p", Instant.EPOCH, new FeatureVector(inputs), outcome, Map.of());
  }

  private static LearningRows rows(ModelInput input, TrainingExample... examples) {
    return LearningRows.of(
        MadeUpCohort.description(OutcomeOutput.PROBABILITY),
        new TrainingSet(List.of(input), List.of(examples)));
  }

  @Test
  void whomTheModelWouldRefuseTeachesNothing() {
    LearningRows rows =
        rows(
            AGE,
            example(1, Map.of("age", new Quantity(17))),
            example(0, Map.of("age", new Quantity(18))),
            example(0, Map.of("age", new Quantity(101))));
    assertThat(rows.examples()).hasSize(1);
    assertThat(rows.leftOut()).containsExactly(Map.entry("age out of range", 2));
  }

  @Test
  void theExcludedTeachNothing() {
    ModelDescription all = MadeUpCohort.description(OutcomeOutput.PROBABILITY);
    ModelDescription some =
        new ModelDescription(
            all.id(),
            all.version(),
            all.url(),
            all.title(),
            all.intendedUse(),
            all.population(),
            all.notice(),
            all.outcome(),
            List.of(),
            List.of(new Exclusion("diabetes", new Truth(true), MadeUpCohort.TEXT)),
            all.goals(),
            all.licence(),
            all.developer(),
            all.funding(),
            all.cohort(),
            all.sensitiveInputs(),
            all.synthetic(),
            all.statements(),
            all.features());
    LearningRows rows =
        LearningRows.of(
            some,
            new TrainingSet(
                List.of(DIABETES),
                List.of(
                    example(1, Map.of("diabetes", new Truth(true))),
                    example(1, Map.of("diabetes", new Truth(false))))));
    assertThat(rows.leftOut()).containsExactly(Map.entry("excluded by diabetes", 1));
    assertThat(rows.examples()).hasSize(1);
  }

  @Test
  void whatTheDefinitionAssumesIsLearnedAsSuch() {
    ModelInput assumed =
        new ModelInput(
            DIABETES.name(),
            DIABETES.title(),
            DIABETES.definition(),
            DIABETES.kind(),
            DIABETES.unit(),
            DIABETES.range(),
            DIABETES.categoryTitles(),
            Optional.of(new ModelInput.Assumption(new Truth(false), "no record")));
    assertThat(rows(assumed, example(1, Map.of())).examples().get(0).inputs().get("diabetes"))
        .contains(new Truth(false));
    assertThat(rows(DIABETES, example(1, Map.of())).examples().get(0).inputs().get("diabetes"))
        .isEmpty();
  }

  @Test
  void anotherKindOfValueOrOutcomeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rows(AGE, example(1, Map.of("age", new Truth(true)))))
        .withMessage("example 0 has a value of input age that is none of quantity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rows(AGE, example(2, Map.of())))
        .withMessage("outcome of example 0 is neither 0 nor 1");
  }
}
