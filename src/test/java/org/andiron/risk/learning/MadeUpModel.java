package org.andiron.risk.learning;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.andiron.risk.learning.algorithm.Algorithms;
import org.andiron.risk.learning.algorithm.Hyperparameters;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.OutcomeOutput;

/** The folder {@code made-up} of a model that was learned of ages, which any record has. */
public final class MadeUpModel {

  private MadeUpModel() {}

  public static Map<String, byte[]> files() {
    Random random = new Random(6);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double age = 30 + random.nextInt(50);
      examples.add(
          new TrainingExample(
              "p" + i,
              Instant.EPOCH.plusSeconds(i),
              new FeatureVector(Map.of("age", new Quantity(age))),
              random.nextDouble() * 100 < age ? 1 : 0,
              Map.of()));
    }
    LearningPlan plan =
        new LearningPlan(
            List.of(new Search(Algorithms.LOGISTIC_L2, List.of(Hyperparameters.of("cost", 1)))),
            MissingValues.IMPUTED,
            2,
            new HeldOut.OfPatients(0.2),
            1,
            List.of(0.5),
            0,
            0,
            Instant.EPOCH);
    Map<String, byte[]> files =
        new LinkedHashMap<>(
            new Learning(plan, StepStore.NONE, (step, done, all) -> {})
                .learn(
                    MadeUpCohort.description(OutcomeOutput.PROBABILITY),
                    new TrainingSet(MadeUpCohort.inputs().subList(0, 1), examples))
                .files());
    files.put("features.json", "{\"features\": [\"age\"]}".getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
