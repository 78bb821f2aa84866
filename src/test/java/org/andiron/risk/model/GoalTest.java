package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.junit.jupiter.api.Test;

class GoalTest {

  private static final LocalText TEXT = new LocalText("t", "t");
  private static final Goal WAIST_OF_MEN =
      new Goal(
          "waist",
          new Condition(Map.of("sex", Set.of(new Category("male")))),
          Shipped.model("findrisc").card().goals().get(1).range(),
          Optional.empty(),
          Optional.empty(),
          TEXT);
  private static final Goal NO_SMOKING =
      new Goal(
          "smoker",
          Condition.ALWAYS,
          Range.ALL,
          Optional.of(new Truth(false)),
          Optional.of(TEXT),
          TEXT);

  @Test
  void isTheNearestEndOfTheRange() {
    assertThat(WAIST_OF_MEN.target(Shipped.inputs("sex", "male", "waist", 101)))
        .contains(new Quantity(93));
  }

  @Test
  void isNoneWhereItIsReached() {
    assertThat(WAIST_OF_MEN.target(Shipped.inputs("sex", "male", "waist", 93))).isEmpty();
    assertThat(WAIST_OF_MEN.target(Shipped.inputs("sex", "male", "waist", 80))).isEmpty();
    assertThat(NO_SMOKING.target(Shipped.inputs("smoker", false))).isEmpty();
  }

  @Test
  void isForThoseOnlyWhomItNames() {
    assertThat(WAIST_OF_MEN.target(Shipped.inputs("sex", "female", "waist", 101))).isEmpty();
    assertThat(WAIST_OF_MEN.target(Shipped.inputs("waist", 101))).isEmpty();
  }

  @Test
  void needsAValue() {
    assertThat(NO_SMOKING.target(Shipped.inputs("sex", "male"))).isEmpty();
    assertThat(NO_SMOKING.target(Shipped.inputs("smoker", true))).contains(new Truth(false));
  }
}
