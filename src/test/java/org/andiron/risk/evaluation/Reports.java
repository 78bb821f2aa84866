package org.andiron.risk.evaluation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports to write and to read. */
public final class Reports {

  private Reports() {}

  /** Of a model that is somewhat too sure of itself, with groups, some of them too small. */
  public static EvaluationReport typical(int rows, int resamples) {
    Simulated data = Simulated.of(rows, 0.1, 0.85, 0, 2026);
    List<@Nullable String> ages =
        data.values(2, "40–49", "50–59", "60–69", "70–79", "80+", "70–79", "60–69");
    List<@Nullable String> races =
        data.values(
            3, "White", "White", "White", "Black or African American", "Asian", null, "White");
    List<@Nullable String> ethnicities =
        data.values(
            4, "Not Hispanic or Latino", "Not Hispanic or Latino", "Hispanic or Latino", null);
    Predictions predictions =
        data.predictions()
            .ofPatients(data.patients(2))
            .groupedBy("sex", data.values(1, "female", "male"))
            .groupedBy("age", ages)
            .groupedBy("race", races)
            .groupedBy("ethnicity", ethnicities);
    Evaluation evaluation =
        new Evaluator(
                EvaluationSettings.usual(20261129, List.of(0.2, 0.1, 0.3)).withResamples(resamples))
            .evaluate(predictions);
    return new EvaluationReport(
        new EvaluatedModel(
            "Readmission within 30 days",
            "1.0.0",
            "Unplanned readmission within 30 days of discharge",
            "Temporal hold-out: discharges of the last year, patients not in training",
            Instant.parse("2026-11-29T14:00:00Z"),
            true,
            List.of("Trained on the three years before.")),
        evaluation,
        new PermutedLabels(List.of(0.497, 0.509, 0.501, 0.494), 0.50025, 0.0033, 0.02));
  }

  /** Of a cohort in which nobody had the outcome. */
  public static EvaluationReport withoutEvents() {
    Simulated data = Simulated.of(60, 0, 1, 0, 1);
    return new EvaluationReport(
        new EvaluatedModel(
            "M", "2", "<b>Outcome</b> & more", "Nobody", Instant.EPOCH, false, List.of()),
        new Evaluator(EvaluationSettings.usual(1, List.of(0.5)).withResamples(20))
            .evaluate(
                Predictions.of(data.probabilities(), new boolean[60])
                    .groupedBy("sex", data.values(1, "female", "male"))),
        null);
  }
}
