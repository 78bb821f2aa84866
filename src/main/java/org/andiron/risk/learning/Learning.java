package org.andiron.risk.learning;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.andiron.risk.evaluation.EvaluatedModel;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.EvaluationReportJson;
import org.andiron.risk.evaluation.EvaluationSettings;
import org.andiron.risk.evaluation.Evaluator;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.Predictions;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantityReportJson;
import org.andiron.risk.learning.scoring.ExplainingScorer;
import org.andiron.risk.learning.scoring.LearnedDocument;
import org.andiron.risk.learning.scoring.LearnedFormat;
import org.andiron.risk.learning.scoring.TrainingRecord;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.ModelPackage;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.PredictorFormat;
import org.jspecify.annotations.Nullable;

/**
 * Learns a model: holds out some examples, tries all that the plan has by cross-validation, learns
 * the best of all others, calibrates and evaluates it, tries the whole with permuted outcomes, and
 * writes the folder that the server reads.
 */
public final class Learning {

  /**
   * The report of the evaluation, as {@link EvaluationReportJson} or {@link QuantityReportJson} has
   * it.
   */
  public static final String EVALUATION = "evaluation.json";

  /** How far from 0.5 the AUROC of permuted outcomes may be. */
  private static final double CHANCE_TOLERANCE = 0.02;

  /** Each takes as long as learning itself. */
  private static final int MOST_PERMUTATIONS = 10;

  private final LearningPlan plan;
  private final StepStore store;
  private final Progress progress;

  /**
   * @param store of steps that were done before an interruption
   * @param progress is told how far it is
   */
  public Learning(LearningPlan plan, StepStore store, Progress progress) {
    this.plan = plan;
    this.store = store;
    this.progress = progress;
  }

  /**
   * Learns.
   *
   * @throws IllegalArgumentException if the data do not suffice or do not fit the description, with
   *     what is missing of which
   */
  public LearnedModel learn(ModelDescription description, TrainingSet set) {
    requireOutput(description);
    LearningRows rows = LearningRows.of(description, set);
    List<TrainingExample> examples = rows.examples();
    HeldOutSplit split =
        HeldOutSplit.of(examples, plan.heldOut(), description.outcome().horizon(), plan.seed());
    double[] outcomes = examples.stream().mapToDouble(TrainingExample::outcome).toArray();
    int runs = permutedRuns(split.heldOut(), outcomes);
    Steps steps =
        new Steps(
            store,
            progress,
            DataHash.of(new TrainingSet(set.inputs(), examples))
                + described(set.inputs())
                + plan.fingerprint(),
            numberOfSteps(runs));

    TrainingRows training =
        TrainingRows.of(set.inputs(), examples, split.training(), outcomes, plan.output());
    FittedModel fitted = FittedModel.of(plan, training, steps, "learned");
    List<Integer> heldOut = answered(fitted, examples, split.heldOut());
    LearningCounts counts = counts(set, rows, split, heldOut, outcomes);
    Optional<EvaluationReport> report = Optional.empty();
    Optional<QuantityReport> quantities = Optional.empty();
    if (plan.output() == OutcomeOutput.PROBABILITY) {
      report =
          Optional.of(
              new EvaluationReport(
                  evaluated(description, counts),
                  evaluation(predictions(examples, heldOut, outcomes, fitted::predict)),
                  permuted(set, examples, split, outcomes, runs, steps)));
    } else {
      QuantityFigures figures = new QuantityFigures(plan, examples, split);
      quantities =
          Optional.of(
              new QuantityReport(
                  evaluated(description, counts),
                  description.outcome().unit().orElse("1"),
                  figures.evaluation(fitted, heldOut, outcomes),
                  figures.permuted(set, outcomes, steps)));
    }
    TrainedRanges ranges = TrainedRanges.of(set.inputs(), training.people());
    return model(description, set, fitted, counts, ranges, report, quantities);
  }

  /** What preprocessing depends on beside the data; the same in each run of Java. */
  private static String described(List<ModelInput> inputs) {
    StringBuilder all = new StringBuilder();
    for (ModelInput input : inputs) {
      all.append(input.kind().code())
          .append(input.unit().orElse(""))
          .append(input.range())
          .append(input.categories())
          .append(input.assumption())
          .append('\n');
    }
    return all.toString();
  }

  private void requireOutput(ModelDescription description) {
    if (description.outcome().output() != plan.output()) {
      throw new IllegalArgumentException(
          "outcome %s is %s, but the algorithms of the plan are for %s"
              .formatted(
                  description.outcome().id(),
                  description.outcome().output().code(),
                  plan.output().code()));
    }
  }

  private int numberOfSteps(int runs) {
    int trials = plan.searches().stream().mapToInt(search -> search.grid().size()).sum();
    return (1 + runs) * (trials * plan.folds() + 1);
  }

  /** As many as tell a leak from chance, within bounds; known before, so that progress is. */
  private int permutedRuns(List<Integer> heldOut, double[] outcomes) {
    if (plan.permutations() == 0 || plan.output() != OutcomeOutput.PROBABILITY) {
      return plan.permutations();
    }
    boolean[] events = new boolean[heldOut.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = outcomes[heldOut.get(i)] == 1;
    }
    return PermutedLabels.runs(events, CHANCE_TOLERANCE, plan.permutations(), MOST_PERMUTATIONS);
  }

  static List<Integer> answered(
      FittedModel fitted, List<TrainingExample> examples, List<Integer> heldOut) {
    List<Integer> answered =
        heldOut.stream().filter(place -> fitted.takes(examples.get(place).inputs())).toList();
    if (answered.isEmpty()) {
      throw new IllegalArgumentException(
          "all examples that are held out lack an input that no training row lacks");
    }
    return answered;
  }

  private static LearningCounts counts(
      TrainingSet set,
      LearningRows rows,
      HeldOutSplit split,
      List<Integer> heldOut,
      double[] outcomes) {
    return new LearningCounts(
        set.examples().size(),
        rows.leftOut(),
        split.training().size(),
        events(split.training(), outcomes),
        heldOut.size(),
        events(heldOut, outcomes),
        split.aside(),
        split.overlapping(),
        split.heldOut().size() - heldOut.size(),
        split.from());
  }

  private static int events(List<Integer> places, double[] outcomes) {
    return (int) places.stream().filter(place -> outcomes[place] == 1).count();
  }

  private static Predictions predictions(
      List<TrainingExample> examples,
      List<Integer> places,
      double[] outcomes,
      ToDoubleFunction<FeatureVector> predictor) {
    double[] probabilities = new double[places.size()];
    boolean[] events = new boolean[places.size()];
    TreeSet<String> attributes = new TreeSet<>();
    for (int i = 0; i < probabilities.length; i++) {
      TrainingExample example = examples.get(places.get(i));
      probabilities[i] = predictor.applyAsDouble(example.inputs());
      events[i] = outcomes[places.get(i)] == 1;
      attributes.addAll(example.subgroups().keySet());
    }
    Predictions predictions =
        Predictions.of(probabilities, events)
            .ofPatients(places.stream().map(place -> examples.get(place).patient()).toList());
    for (String attribute : attributes) {
      List<@Nullable String> values = new ArrayList<>();
      places.forEach(place -> values.add(examples.get(place).subgroups().get(attribute)));
      predictions = predictions.groupedBy(attribute, values);
    }
    return predictions;
  }

  private Evaluation evaluation(Predictions predictions) {
    return new Evaluator(
            EvaluationSettings.usual(plan.seed(), plan.thresholds())
                .withResamples(plan.resamples()))
        .evaluate(predictions);
  }

  private EvaluatedModel evaluated(ModelDescription description, LearningCounts counts) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Evaluated on %s. None of their patients is among those that the model was learned of."
            .formatted(plan.heldOut().described()));
    if (counts.aside() > 0) {
      notes.add(
          "Patients have examples before and after that time, so lots decided who is held out; %d examples are of the patients of one part and of the time of the other, and in neither."
              .formatted(counts.aside()));
    }
    if (counts.overlapping() > 0) {
      notes.add(
          "%d examples were left out of training because their outcome was not known before these began."
              .formatted(counts.overlapping()));
    }
    return new EvaluatedModel(
        description.title().en(),
        description.version(),
        description.outcome().title().en(),
        description.cohort(),
        plan.time(),
        description.synthetic(),
        notes);
  }

  private @Nullable PermutedLabels permuted(
      TrainingSet set,
      List<TrainingExample> examples,
      HeldOutSplit split,
      double[] outcomes,
      int runs,
      Steps steps) {
    if (runs == 0) {
      return null;
    }
    boolean[] events = new boolean[outcomes.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = outcomes[i] == 1;
    }
    AtomicInteger run = new AtomicInteger();
    return PermutedLabels.of(
        permuted -> {
          double[] dealt = new double[permuted.length];
          for (int i = 0; i < dealt.length; i++) {
            dealt[i] = permuted[i] ? 1 : 0;
          }
          FittedModel fitted =
              FittedModel.of(
                  plan,
                  TrainingRows.of(set.inputs(), examples, split.training(), dealt, plan.output()),
                  steps,
                  "permuted-" + run.incrementAndGet());
          // Where the score says nothing the probability is the same for all, which would hide a
          // leak.
          return predictions(
              examples, answered(fitted, examples, split.heldOut()), dealt, fitted::rank);
        },
        events,
        runs,
        CHANCE_TOLERANCE,
        plan.seed());
  }

  private LearnedModel model(
      ModelDescription description,
      TrainingSet set,
      FittedModel fitted,
      LearningCounts counts,
      TrainedRanges ranges,
      Optional<EvaluationReport> report,
      Optional<QuantityReport> quantities) {
    TrainingRecord record =
        new TrainingRecord(
            fitted.found().best().algorithm().code(),
            fitted.found().best().hyperparameters().values(),
            plan.seed(),
            DataHash.of(set),
            counts.training(),
            counts.heldOut(),
            LibraryVersions.all());
    LearnedDocument document =
        new LearnedDocument(
            description.outcome().id(),
            fitted.artefact().format(),
            fitted.artefact().format().file(),
            LearnedFormat.sha256(fitted.artefact().content()),
            fitted.fit().preprocessing(),
            fitted.calibration(),
            Arrays.stream(fitted.background()).boxed().toList(),
            fitted.scorer() instanceof ExplainingScorer explaining ? explaining.base() : null,
            record);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "model.json",
        new LearnedCard(description, plan, fitted, counts, ranges, record)
            .of(set.inputs(), report, quantities)
            .write());
    files.put("features.json", ranges.in(description.features()));
    files.put(PredictorFormat.FILE, document.write());
    files.put(document.artefact(), fitted.artefact().content());
    report
        .map(EvaluationReportJson::encode)
        .or(() -> quantities.map(QuantityReportJson::encode))
        .ifPresent(json -> files.put(EVALUATION, (json + "\n").getBytes(StandardCharsets.UTF_8)));
    ModelPackage content = ModelPackage.of(description.id(), files, Map.of(), new LearnedFormat());
    return new LearnedModel(
        files, content, counts, fitted.found().trials(), fitted.found().best(), report, quantities);
  }
}
