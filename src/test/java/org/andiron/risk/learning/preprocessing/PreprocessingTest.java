package org.andiron.risk.learning.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;
import org.junit.jupiter.api.Test;

class PreprocessingTest {

  private static final LocalText TEXT = new LocalText("t", "t");
  private static final ModelInput AGE = input("age", InputKind.QUANTITY);
  private static final ModelInput SMOKES = input("smokes", InputKind.TRUTH);
  private static final ModelInput COLOUR = input("colour", InputKind.CATEGORY, "red", "blue");

  private static ModelInput input(String name, InputKind kind, String... categories) {
    Map<String, LocalText> titles = new LinkedHashMap<>();
    for (String category : categories) {
      titles.put(category, TEXT);
    }
    return new ModelInput(
        name, TEXT, "d", kind, Optional.empty(), Range.ALL, titles, Optional.empty());
  }

  private static FeatureVector person(Object... namesAndValues) {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      values.put(
          (String) namesAndValues[i],
          value instanceof Number number
              ? new Quantity(number.doubleValue())
              : value instanceof Boolean truth ? new Truth(truth) : new Category((String) value));
    }
    return new FeatureVector(values);
  }

  private static PreprocessingFit fit(
      ModelInput input, MissingValues missing, boolean standardised, FeatureVector... people) {
    List<ModelInput> inputs = List.of(input);
    List<FeatureVector> all = List.of(people);
    return PreprocessingFit.of(
        inputs, all, PreprocessingFit.lacking(inputs, all), missing, standardised);
  }

  @Test
  void theMedianStandsForAMissingQuantity() {
    PreprocessingFit fit =
        fit(
            AGE,
            MissingValues.IMPUTED,
            false,
            person("age", 10),
            person("age", 90),
            person(),
            person("age", 20),
            person("age", 30));
    assertThat(fit.preprocessing().row(person())).containsExactly(25);
    assertThat(fit.preprocessing().row(person("age", 61.5))).containsExactly(61.5);
    assertThat(fit.typical().get("age"))
        .isEqualTo(new PreprocessingFit.Typical(new Quantity(25), 1));
  }

  @Test
  void theMostFrequentStandsForAMissingTruthOrCategory() {
    PreprocessingFit truth =
        fit(
            SMOKES,
            MissingValues.IMPUTED,
            false,
            person("smokes", true),
            person("smokes", true),
            person("smokes", false),
            person());
    assertThat(truth.preprocessing().row(person())).containsExactly(1);
    PreprocessingFit category =
        fit(COLOUR, MissingValues.IMPUTED, false, person("colour", "blue"), person());
    assertThat(category.preprocessing().row(person())).containsExactly(0, 1);
    assertThat(category.preprocessing().row(person("colour", "red"))).containsExactly(1, 0);
  }

  @Test
  void ofEquallyFrequentTheFirstOfTheCardIsTaken() {
    PreprocessingFit fit =
        fit(
            COLOUR,
            MissingValues.IMPUTED,
            false,
            person("colour", "blue"),
            person("colour", "red"),
            person());
    assertThat(fit.typical().get("colour").value()).isEqualTo(new Category("red"));
  }

  @Test
  void absenceHasAColumnOfItsOwn() {
    Preprocessing indicated =
        fit(AGE, MissingValues.INDICATED, false, person("age", 40), person()).preprocessing();
    assertThat(indicated.row(person())).containsExactly(40, 1);
    assertThat(indicated.row(person("age", 50))).containsExactly(50, 0);
    assertThat(indicated.inputs()).containsExactly("age");
    assertThat(indicated.inputOfColumn()).containsExactly(0, 0);
  }

  @Test
  void whatIsLeftMissingIsNoNumber() {
    Preprocessing left =
        fit(AGE, MissingValues.LEFT, false, person("age", 40), person()).preprocessing();
    assertThat(left.row(person())).containsExactly(Double.NaN);
  }

  @Test
  void standardisedColumnsHaveMeanZeroAndDeviationOne() {
    Preprocessing standardised =
        fit(AGE, MissingValues.IMPUTED, true, person("age", 40), person("age", 60), person())
            .preprocessing();
    // The median is 50, and so is the mean; squares are 100, 100 and 0.
    double deviation = Math.sqrt(200 / 3.0);
    assertThat(standardised.row(person("age", 60))[0]).isCloseTo(10 / deviation, within(1e-12));
    assertThat(standardised.row(person())[0]).isCloseTo(0, within(1e-12));
  }

  @Test
  void aColumnThatNeverChangesDoesNotBlowUp() {
    FeatureVector[] people = new FeatureVector[7];
    for (int i = 0; i < people.length; i++) {
      people[i] = person("age", 0.1);
    }
    Preprocessing standardised = fit(AGE, MissingValues.IMPUTED, true, people).preprocessing();
    assertThat(standardised.row(person("age", 1.1))[0]).isCloseTo(1, within(1e-12));
  }

  @Test
  void whatNoTrainingRowLackedMustBeThere() {
    Preprocessing complete = fit(AGE, MissingValues.LEFT, false, person("age", 1)).preprocessing();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete.row(person()))
        .withMessage("age is missing");
  }

  @Test
  void anotherKindOfValueIsRefused() {
    Preprocessing ages = fit(AGE, MissingValues.LEFT, false, person("age", 1)).preprocessing();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ages.row(person("age", true)))
        .withMessageContaining("age has another kind of value");
  }

  @Test
  void anInputThatNobodyHasIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(AGE, MissingValues.IMPUTED, false, person(), person()))
        .withMessageContaining("no training row has input age");
  }

  @Test
  void partsOfTheRowsHaveTheSameColumns() {
    List<ModelInput> inputs = List.of(AGE);
    List<FeatureVector> complete = List.of(person("age", 1), person("age", 3));
    Preprocessing part =
        PreprocessingFit.of(inputs, complete, Set.of("age"), MissingValues.INDICATED, false)
            .preprocessing();
    assertThat(part.row(person())).containsExactly(2, 1);
  }

  @Test
  void isTheSameAsJson() throws JsonProcessingException {
    List<FeatureVector> people = new ArrayList<>();
    people.add(person("age", 1.0 / 3, "smokes", true, "colour", "red"));
    people.add(person("age", 2.0 / 3, "colour", "blue"));
    people.add(person("age", 1, "smokes", false));
    List<ModelInput> inputs = List.of(AGE, SMOKES, COLOUR);
    Preprocessing written =
        PreprocessingFit.of(
                inputs,
                people,
                PreprocessingFit.lacking(inputs, people),
                MissingValues.INDICATED,
                true)
            .preprocessing();
    JsonMapper mapper = new JsonMapper();
    Preprocessing read = mapper.readValue(mapper.writeValueAsString(written), Preprocessing.class);
    assertThat(read).isEqualTo(written);
    assertThat(read.row(people.get(1))).isEqualTo(written.row(people.get(1)));
  }
}
