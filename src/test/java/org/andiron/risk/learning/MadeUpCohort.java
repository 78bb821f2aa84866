package org.andiron.risk.learning;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Horizon;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Range;

/**
 * People who are drawn, with an outcome whose log odds are known: a sum of age, pressure, diabetes
 * and smoking; a test is missing more often of the healthy; one input is noise. Every third patient
 * has two examples.
 */
public final class MadeUpCohort {

  public static final LocalText TEXT = new LocalText("t", "t");
  static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

  private static final List<String> SMOKING = List.of("never", "former", "current");

  private MadeUpCohort() {}

  static List<ModelInput> inputs() {
    return List.of(
        quantity("age", new Range(OptionalDouble.of(18), none(), OptionalDouble.of(100), none())),
        quantity("pressure", Range.ALL),
        quantity("test", Range.ALL),
        quantity("noise", Range.ALL),
        input("diabetes", InputKind.TRUTH, Range.ALL, Map.of()),
        input("smoking", InputKind.CATEGORY, Range.ALL, categories()));
  }

  private static OptionalDouble none() {
    return OptionalDouble.empty();
  }

  private static Map<String, LocalText> categories() {
    Map<String, LocalText> categories = new LinkedHashMap<>();
    SMOKING.forEach(code -> categories.put(code, TEXT));
    return categories;
  }

  private static ModelInput quantity(String name, Range range) {
    return input(name, InputKind.QUANTITY, range, Map.of());
  }

  private static ModelInput input(
      String name, InputKind kind, Range range, Map<String, LocalText> categories) {
    return new ModelInput(
        name,
        TEXT,
        "d",
        kind,
        kind == InputKind.QUANTITY ? Optional.of("1") : Optional.empty(),
        range,
        categories,
        Optional.empty());
  }

  /** Log odds of a person, as the outcome is drawn. */
  static double logOdds(FeatureVector person) {
    double age = ((Quantity) person.get("age").orElseThrow()).value();
    double pressure = person.get("pressure").map(value -> ((Quantity) value).value()).orElse(130.0);
    boolean diabetes = ((Truth) person.get("diabetes").orElseThrow()).value();
    boolean smokes = person.get("smoking").orElseThrow().equals(new Category("current"));
    return -1.6
        + 0.05 * (age - 60)
        + 0.03 * (pressure - 130)
        + (diabetes ? 0.9 : 0)
        + (smokes ? 0.7 : 0)
        + (person.get("test").isPresent() ? 0.4 : -0.2);
  }

  static FeatureVector person(Random random) {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    values.put("age", new Quantity(Math.rint(30 + 50 * random.nextDouble())));
    if (random.nextInt(10) > 0) {
      values.put("pressure", new Quantity(Math.rint(130 + 18 * random.nextGaussian())));
    }
    if (random.nextInt(3) > 0) {
      values.put("test", new Quantity(random.nextGaussian()));
    }
    values.put("noise", new Quantity(random.nextGaussian()));
    values.put("diabetes", new Truth(random.nextInt(5) == 0));
    values.put("smoking", new Category(SMOKING.get(random.nextInt(3))));
    return new FeatureVector(values);
  }

  /** Examples with a drawn outcome. */
  static TrainingSet events(int patients, long seed) {
    Random random = new Random(seed);
    List<TrainingExample> examples = new ArrayList<>();
    for (int patient = 0; patient < patients; patient++) {
      int number = patient % 3 == 0 ? 2 : 1;
      Instant index = FIRST.plus(Duration.ofDays(random.nextInt(1000)));
      String sex = random.nextBoolean() ? "female" : "male";
      for (int i = 0; i < number; i++) {
        FeatureVector person = person(random);
        boolean event = random.nextDouble() < 1 / (1 + Math.exp(-logOdds(person)));
        examples.add(
            new TrainingExample(
                "patient-%05d".formatted(patient),
                index.plus(Duration.ofDays(30L * i)),
                person,
                event ? 1 : 0,
                Map.of("sex", sex)));
      }
    }
    return new TrainingSet(inputs(), examples);
  }

  /** Examples whose outcome is a quantity: ten times the log odds, with some noise. */
  static TrainingSet quantities(int patients, long seed) {
    Random random = new Random(seed);
    return new TrainingSet(
        inputs(),
        events(patients, seed).examples().stream()
            .map(
                example ->
                    new TrainingExample(
                        example.patient(),
                        example.index(),
                        example.inputs(),
                        10 * logOdds(example.inputs()) + random.nextGaussian(),
                        example.subgroups()))
            .toList());
  }

  static ModelDescription description(OutcomeOutput output) {
    return new ModelDescription(
        "made-up",
        "1.0.0",
        "https://example.org/made-up",
        new LocalText("Made-up outcome", "虚构结局"),
        TEXT,
        TEXT,
        TEXT,
        new Outcome(
            "event",
            new LocalText("Event", "事件"),
            List.of(),
            Optional.of(new Horizon(30, Horizon.Unit.DAYS)),
            output,
            output == OutcomeOutput.QUANTITY ? Optional.of("1") : Optional.empty(),
            Map.of(),
            Range.ALL,
            Optional.empty()),
        List.of(),
        List.of(),
        List.of(),
        "free",
        "test",
        "none",
        "People who are drawn at random.",
        "Age is an input.",
        true,
        ModelStatements.NONE,
        "{\"features\": []}".getBytes(StandardCharsets.UTF_8));
  }
}
