package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityEvaluation;
import org.andiron.risk.evaluation.QuantityEvaluator;
import org.andiron.risk.evaluation.QuantityPredictions;
import org.andiron.risk.evaluation.QuantitySettings;
import org.jspecify.annotations.Nullable;

/** How good a model of a number is on the examples that were held out. */
record QuantityFigures(LearningPlan plan, List<TrainingExample> examples, HeldOutSplit split) {

  /** Intervals of the permuted outcomes are there to decide, so that they cannot be left out. */
  private static final int FEWEST_RESAMPLES = 200;

  QuantityEvaluation evaluation(FittedModel fitted, List<Integer> heldOut, double[] outcomes) {
    return new QuantityEvaluator(settings(plan.resamples()))
        .evaluate(predictions(fitted, heldOut, outcomes));
  }

  /** What the whole makes of permuted outcomes; null if the plan does not ask for it. */
  @Nullable PermutedOutcomes permuted(TrainingSet set, double[] outcomes, Steps steps) {
    if (plan.permutations() == 0) {
      return null;
    }
    AtomicInteger run = new AtomicInteger();
    return PermutedOutcomes.of(
        dealt -> {
          FittedModel fitted =
              FittedModel.of(
                  plan,
                  TrainingRows.of(set.inputs(), examples, split.training(), dealt, plan.output()),
                  steps,
                  "permuted-" + run.incrementAndGet());
          return predictions(fitted, Learning.answered(fitted, examples, split.heldOut()), dealt);
        },
        outcomes,
        plan.permutations(),
        settings(Math.max(FEWEST_RESAMPLES, plan.resamples())),
        plan.seed());
  }

  private QuantitySettings settings(int resamples) {
    return QuantitySettings.usual(plan.seed()).withResamples(resamples);
  }

  private QuantityPredictions predictions(
      FittedModel fitted, List<Integer> heldOut, double[] outcomes) {
    List<TrainingExample> told = heldOut.stream().map(examples::get).toList();
    QuantityPredictions predictions =
        QuantityPredictions.of(
                told.stream().mapToDouble(it -> fitted.predict(it.inputs())).toArray(),
                heldOut.stream().mapToDouble(place -> outcomes[place]).toArray(),
                split.training().stream()
                    .mapToDouble(place -> outcomes[place])
                    .average()
                    .orElseThrow())
            .ofPatients(told.stream().map(TrainingExample::patient).toList());
    TreeSet<String> attributes = new TreeSet<>();
    told.forEach(it -> attributes.addAll(it.subgroups().keySet()));
    for (String attribute : attributes) {
      List<@Nullable String> values = new ArrayList<>();
      told.forEach(it -> values.add(it.subgroups().get(attribute)));
      predictions = predictions.groupedBy(attribute, values);
    }
    return predictions;
  }
}
