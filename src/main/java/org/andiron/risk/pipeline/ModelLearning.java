package org.andiron.risk.pipeline;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.andiron.risk.evaluation.page.EvaluationPage;
import org.andiron.risk.evaluation.page.QuantityPage;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.andiron.risk.learning.FolderSteps;
import org.andiron.risk.learning.LearnedModel;
import org.andiron.risk.learning.Progress;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.monitoring.TrainingReference;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.OutcomeRule;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;

/**
 * Learns a model by its definition, and adds the report of its evaluation to its files. Finished
 * steps are kept in a folder, and not done again after a stop.
 *
 * @param steps where they are kept
 * @param clock by whose day the evaluation is dated
 */
public record ModelLearning(Path steps, Clock clock) implements Learning {

  /** The report of the evaluation, a page that needs no network. */
  public static final String REPORT = "evaluation.html";

  /** The same in Chinese. */
  public static final String REPORT_CHINESE = "evaluation.zh-CN.html";

  /** The figures of the report, which learning itself adds to the files. */
  public static final String FIGURES = org.andiron.risk.learning.Learning.EVALUATION;

  /** The figures of the report as a MeasureReport. */
  static final String MEASURE_REPORT = "evaluation.measure-report.json";

  /** With and without the outcome: four for each fold of the cross-validation. */
  static final int FEWEST = 20;

  @Override
  public Map<String, byte[]> learn(
      TrainingDefinition definition, CollectedSet collected, TrainingProgress progress)
      throws InterruptedException {
    requireEnough(definition, collected.set().examples());
    DefinedModel defined = new DefinedModel(definition);
    // The same data give the same files on the same day.
    Instant day = clock.instant().truncatedTo(ChronoUnit.DAYS);
    LearnedModel model;
    try {
      model =
          new org.andiron.risk.learning.Learning(
                  defined.plan(frequency(collected.set().examples()), day),
                  new FolderSteps(steps),
                  stoppable(progress))
              .learn(defined.description(), collected.set());
    } catch (StoppedException e) {
      throw e.stop;
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "nothing can be learned of these examples: %s. Collect a larger cohort, or change the definition"
              .formatted(e.getMessage()),
          e);
    }
    Map<String, byte[]> files = new LinkedHashMap<>(model.files());
    if (definition.outcome().isEvent()) {
      files.put(OutcomeRule.FILE, definition.outcomeFile().getBytes(StandardCharsets.UTF_8));
    }
    model
        .report()
        .ifPresent(
            report -> {
              files.put(
                  TrainingReference.FILE,
                  TrainingReference.write(collected.set(), report)
                      .getBytes(StandardCharsets.UTF_8));
              files.put(
                  MEASURE_REPORT,
                  (EvaluationMeasureReport.encode(model.content().model().card(), report) + "\n")
                      .getBytes(StandardCharsets.UTF_8));
              addPages(files, language -> EvaluationPage.of(report, language));
            });
    model
        .quantities()
        .ifPresent(
            report -> {
              files.put(
                  MEASURE_REPORT,
                  (QuantityMeasureReport.encode(model.content().model().card(), report) + "\n")
                      .getBytes(StandardCharsets.UTF_8));
              addPages(files, language -> QuantityPage.of(report, language));
            });
    return files;
  }

  private static void addPages(Map<String, byte[]> files, Function<ReportLanguage, String> page) {
    files.put(REPORT, page.apply(ReportLanguage.ENGLISH).getBytes(StandardCharsets.UTF_8));
    files.put(
        REPORT_CHINESE,
        page.apply(ReportLanguage.SIMPLIFIED_CHINESE).getBytes(StandardCharsets.UTF_8));
  }

  private static void requireEnough(TrainingDefinition definition, List<TrainingExample> examples) {
    if (!definition.outcome().isEvent()) {
      if (examples.size() < 2 * FEWEST) {
        throw new TrainingException(
            "there are too few examples: %d, but %d are needed. Collect a larger cohort"
                .formatted(examples.size(), 2 * FEWEST));
      }
      return;
    }
    long events = events(examples);
    if (events < FEWEST || examples.size() - events < FEWEST) {
      throw new TrainingException(
          "there are too few examples: %d with %s and %d without, but %d of each are needed. Collect a larger cohort, or widen eligibility or outcome of the definition"
              .formatted(events, definition.outcome().id(), examples.size() - events, FEWEST));
    }
  }

  private static long events(List<TrainingExample> examples) {
    return examples.stream().filter(example -> example.outcome() == 1).count();
  }

  private static double frequency(List<TrainingExample> examples) {
    return events(examples) / (double) examples.size();
  }

  private static Progress stoppable(TrainingProgress progress) {
    return (step, done, all) -> {
      try {
        progress.at("Learning", done, all);
      } catch (InterruptedException e) {
        throw new StoppedException(e);
      }
    };
  }

  /** Carries a stop out of learning. */
  private static final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final InterruptedException stop;

    StoppedException(InterruptedException stop) {
      super(stop);
      this.stop = stop;
    }
  }
}
