package org.andiron.risk.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reports on made up numbers. */
public final class QuantityReports {

  private QuantityReports() {}

  /** Two rows for each patient; men are a group of all, of one race there are too few. */
  static QuantityPredictions predictions(int rows, double slope, double bias, long seed) {
    Random random = new Random(seed);
    double[] predicted = new double[rows];
    double[] observed = new double[rows];
    List<String> patients = new ArrayList<>();
    List<@Nullable String> sexes = new ArrayList<>();
    List<@Nullable String> races = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      boolean man = row % 4 < 2;
      predicted[row] = 130 + 15 * random.nextGaussian();
      observed[row] =
          130 + slope * (predicted[row] - 130) + bias + (man ? 3 : 0) + 8 * random.nextGaussian();
      patients.add("p" + row / 2);
      sexes.add(man ? "male" : "female");
      races.add(row < 60 ? "Asian" : row % 10 == 9 ? null : "White");
    }
    return QuantityPredictions.of(predicted, observed, 131)
        .ofPatients(patients)
        .groupedBy("sex", sexes)
        .groupedBy("race", races);
  }

  /** Of a model of blood pressure that is somewhat too sure of itself. */
  public static QuantityReport typical(int rows, int resamples) {
    return of(
        new QuantityEvaluator(QuantitySettings.usual(7).withResamples(resamples))
            .evaluate(predictions(rows, 0.9, 0, 1)),
        new PermutedOutcomes(
            List.of(
                new Estimate.Defined(-0.01, new Interval(-0.03, 0.002)),
                new Estimate.Defined(0.01, new Interval(-0.01, 0.03))),
            0));
  }

  /** Of one who is predicted what all had who were trained on, and has it. */
  public static QuantityReport ofOne() {
    return of(
        new QuantityEvaluator(QuantitySettings.usual(7).withResamples(10))
            .evaluate(
                QuantityPredictions.of(new double[] {4}, new double[] {4}, 4)
                    .groupedBy("sex", List.of("female"))),
        null);
  }

  private static QuantityReport of(
      QuantityEvaluation evaluation, @Nullable PermutedOutcomes permuted) {
    return new QuantityReport(
        new EvaluatedModel(
            "Blood pressure in a year",
            "1.0.0",
            "<b>Systolic</b> blood pressure",
            "Temporal hold-out",
            Instant.parse("2026-11-29T14:00:00Z"),
            true,
            List.of("A note.")),
        "mm[Hg]",
        evaluation,
        permuted);
  }
}
