package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.EvaluationReportJson;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantityReportJson;
import org.andiron.risk.explanation.Explainer;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Algorithms;
import org.andiron.risk.learning.algorithm.Hyperparameters;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.model.Contribution;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Scale;
import org.andiron.risk.model.SourceAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningTest {

  private static final Progress SILENT = (step, done, all) -> {};
  private static final TrainingSet SET = MadeUpCohort.events(900, 5);
  private static final Map<String, LearnedModel> LEARNED = new ConcurrentHashMap<>();

  static List<Algorithm> classifiers() {
    return Algorithms.all().stream()
        .filter(algorithm -> algorithm.output() == OutcomeOutput.PROBABILITY)
        .toList();
  }

  private static LearningPlan plan(int resamples, int permutations, Search... searches) {
    return new LearningPlan(
        List.of(searches),
        MissingValues.INDICATED,
        3,
        new HeldOut.OfPatients(0.3),
        7,
        List.of(0.3),
        resamples,
        permutations,
        Instant.parse("2026-01-31T12:00:00Z"));
  }

  private static LearnedModel learn(LearningPlan plan, TrainingSet set) {
    return new Learning(plan, StepStore.NONE, SILENT)
        .learn(MadeUpCohort.description(plan.output()), set);
  }

  /** One choice of hyperparameters, so that it is quick. */
  private static LearningPlan simple(Algorithm algorithm) {
    return plan(0, 0, new Search(algorithm, List.of(algorithm.grid().get(1))));
  }

  private static LearnedModel learned(Algorithm algorithm) {
    return LEARNED.computeIfAbsent(algorithm.code(), code -> learn(simple(algorithm), SET));
  }

  private static Prediction predict(RiskModel model, FeatureVector person) {
    return (Prediction) model.predict("event", person);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theSameSeedGivesTheSameFolder(Algorithm algorithm) {
    LearnedModel again = learn(simple(algorithm), SET);
    assertThat(again.content().digest()).isEqualTo(learned(algorithm).content().digest());
    assertThat(again.files())
        .containsOnlyKeys(
            "model.json",
            "features.json",
            "learned.json",
            again.files().keySet().stream()
                .filter(it -> it.matches("(coefficients|support-vectors|trees)\\.json"))
                .findFirst()
                .orElseThrow(),
            "evaluation.json");
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void contributionsAddUpToTheLogitLessTheBase(Algorithm algorithm) {
    RiskModel model = learned(algorithm).content().model();
    Random random = new Random(99);
    for (int i = 0; i < 50; i++) {
      Prediction prediction = predict(model, MadeUpCohort.person(random));
      double probability = prediction.probability().orElseThrow();
      double logit = Math.log(probability / (1 - probability));
      double sum =
          prediction.attribution().contributions().stream().mapToDouble(Contribution::value).sum();
      assertThat(prediction.attribution().scale()).isEqualTo(Scale.LOG_ODDS);
      assertThat(prediction.attribution().contributions())
          .extracting(Contribution::input)
          .containsExactly("age", "pressure", "test", "noise", "diabetes", "smoking");
      assertThat(sum).isCloseTo(logit - prediction.attribution().base(), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void threadsGetTheSameAsOne(Algorithm algorithm) {
    RiskModel model = learned(algorithm).content().model();
    Random random = new Random(3);
    List<FeatureVector> people =
        IntStream.range(0, 60).mapToObj(i -> MadeUpCohort.person(random)).toList();
    List<Prediction> alone = people.stream().map(person -> predict(model, person)).toList();
    for (int round = 0; round < 3; round++) {
      List<Prediction> together =
          people.parallelStream().map(person -> predict(model, person)).toList();
      assertThat(together).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theOlderHaveMoreOfIt(Algorithm algorithm) {
    RiskModel model = learned(algorithm).content().model();
    Random random = new Random(4);
    double younger = 0;
    double older = 0;
    for (int i = 0; i < 100; i++) {
      FeatureVector person = MadeUpCohort.person(random);
      younger += probability(model, person, 40);
      older += probability(model, person, 75);
    }
    assertThat(older).isGreaterThan(younger + 10);
  }

  private static double probability(RiskModel model, FeatureVector person, double age) {
    return predict(model, person.with("age", new Quantity(age))).probability().orElseThrow();
  }

  @Test
  void whatIsMissingIsSaidAndCanBeExplained() {
    LearnedModel learned = learned(Algorithms.GRADIENT_BOOSTING);
    RiskModel model = learned.content().model();
    FeatureVector person = MadeUpCohort.person(new Random(1));
    FeatureVector without = withoutTest(person);
    Prediction prediction = predict(model, without);
    assertThat(prediction.assumed()).contains("test");
    ModelInput test = model.card().input("test").orElseThrow();
    assertThat(test.assumption().orElseThrow().because()).contains("lacked it");
    assertThat(new Explainer(model).explain(without, prediction))
        .isInstanceOf(PredictionExplanation.class);
    // Absence is not the same as the value that stands for it in words.
    FeatureVector usual = without.with("test", test.assumption().get().value());
    assertThat(predict(model, usual).probability()).isNotEqualTo(prediction.probability());
  }

  private static FeatureVector withoutTest(FeatureVector person) {
    Map<String, FeatureValue> values = new LinkedHashMap<>(person.values());
    values.remove("test");
    return new FeatureVector(values);
  }

  @Test
  void whatNoTrainingRowLackedIsAskedFor() {
    RiskModel model = learned(Algorithms.LOGISTIC_L2).content().model();
    Refusal refusal = (Refusal) model.predict("event", new FeatureVector(Map.of()));
    assertThat(refusal.reasons())
        .containsExactlyInAnyOrder(
            new RefusalReason.Missing("age"),
            new RefusalReason.Missing("noise"),
            new RefusalReason.Missing("diabetes"),
            new RefusalReason.Missing("smoking"));
  }

  @Test
  void theBestOfAllIsTakenAndEvaluatedWithItsGroups() {
    LearnedModel model =
        learn(
            plan(
                50,
                0,
                new Search(Algorithms.DECISION_TREE, List.of(Hyperparameters.of("depth", 1))),
                Search.of(Algorithms.LOGISTIC_L2)),
            SET);
    assertThat(model.trials()).hasSize(5);
    assertThat(model.trials())
        .allSatisfy(it -> assertThat(it.loss()).isGreaterThanOrEqualTo(model.best().loss()));
    assertThat(model.best().algorithm()).isEqualTo(Algorithms.LOGISTIC_L2);
    EvaluationReport report = model.report().orElseThrow();
    assertThat(report.evaluation().sample().rows()).isEqualTo(model.counts().heldOut());
    assertThat(report.evaluation().subgroups().get(0).attribute()).isEqualTo("sex");
    // Of the true log odds it is 0.77.
    assertThat(report.evaluation().discrimination().auroc().figure().orElseThrow())
        .isBetween(0.70, 0.82);
    assertThat(report.evaluation().calibration().slope().between().orElseThrow().contains(1))
        .isTrue();
    assertThat(
            EvaluationReportJson.decode(
                new String(model.files().get("evaluation.json"), StandardCharsets.UTF_8)))
        .isEqualTo(report);
    assertThat(model.content().model().card().evaluated().orElseThrow().summary())
        .contains("AUROC 0.7")
        .contains("%d with the outcome".formatted(model.counts().heldOutEvents()));
  }

  @Test
  void permutedOutcomesTeachNothing() {
    LearningPlan plan =
        plan(0, 8, new Search(Algorithms.LOGISTIC_L2, List.of(Hyperparameters.of("cost", 0.01))));
    PermutedLabels permuted = learn(plan, SET).report().orElseThrow().permutedLabels();
    assertThat(permuted).isNotNull();
    assertThat(permuted.finding()).isNotEqualTo(PermutedLabels.Finding.LEAK);
    assertThat(permuted.mean()).isCloseTo(0.5, within(0.04));
    // No run may come out the same for all people, which would be 0.5 whatever it has seen.
    assertThat(permuted.aurocs()).doesNotContain(0.5);
  }

  @Test
  void permutedOutcomesAreTriedUntilALeakCouldBeTold() {
    Search search = new Search(Algorithms.LOGISTIC_L2, List.of(Hyperparameters.of("cost", 0.01)));
    LearnedModel some = learn(plan(0, 1, search), SET);
    PermutedLabels permuted = some.report().orElseThrow().permutedLabels();
    assertThat(permuted.aurocs())
        .hasSize(
            PermutedLabels.runs(
                events(some.counts().heldOut(), some.counts().heldOutEvents()), 0.02, 1, 10));
    assertThat(permuted.standardError()).isLessThan(0.02);

    LearnedModel few = learn(plan(0, 1, search), MadeUpCohort.events(90, 5));
    PermutedLabels unclear = few.report().orElseThrow().permutedLabels();
    assertThat(unclear.aurocs()).hasSize(10);
    assertThat(unclear.finding()).isEqualTo(PermutedLabels.Finding.TOO_FEW);
    ModelCard card = few.content().model().card();
    assertThat(card.evaluated().orElseThrow().summary())
        .contains("on average of 10 runs", "whether the model leaks could not be told");
  }

  private static boolean[] events(int rows, int events) {
    boolean[] outcomes = new boolean[rows];
    Arrays.fill(outcomes, 0, events, true);
    return outcomes;
  }

  @Test
  void theCardHasTheRangesOfWhatWasLearnedOf() {
    assertThat(
            learned(Algorithms.LOGISTIC_L2)
                .content()
                .model()
                .card()
                .attributes()
                .texts()
                .get(SourceAttribute.TRAINING_CRITERIA))
        .contains("beyond which a score says so: age 30.0 to 80.0; pressure ");
  }

  @Test
  void whatWasInterruptedIsTakenUpAndBecomesTheSame(@TempDir Path folder) {
    LearningPlan plan =
        plan(
            20,
            1,
            new Search(
                Algorithms.GRADIENT_BOOSTING,
                List.of(
                    Hyperparameters.of("depth", 2, "rounds", 10),
                    Hyperparameters.of("depth", 3, "rounds", 10))));
    ModelDescription description = MadeUpCohort.description(OutcomeOutput.PROBABILITY);
    LearnedModel uninterrupted = learn(plan, SET);
    int runs = uninterrupted.report().orElseThrow().permutedLabels().aurocs().size();
    assertThat(runs).isBetween(2, 10);
    int steps = (1 + runs) * (2 * 3 + 1);
    for (int last : new int[] {2, 6, 7, 11}) {
      Progress interrupting =
          (step, done, all) -> {
            assertThat(all).isEqualTo(steps);
            if (done == last) {
              throw new CancellationException();
            }
          };
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(
              () ->
                  new Learning(plan, new FolderSteps(folder), interrupting)
                      .learn(description, SET));
    }
    List<String> done = new ArrayList<>();
    CountingSteps counting = new CountingSteps(new FolderSteps(folder));
    LearnedModel resumed =
        new Learning(plan, counting, (step, number, all) -> done.add(step)).learn(description, SET);
    assertThat(done).hasSize(steps);
    assertThat(counting.kept).isEqualTo(steps - 11);
    assertThat(resumed.content().digest()).isEqualTo(uninterrupted.content().digest());
  }

  private static final class CountingSteps implements StepStore {
    private final StepStore steps;
    private int kept;

    CountingSteps(StepStore steps) {
      this.steps = steps;
    }

    @Override
    public Optional<byte[]> find(String step) {
      return steps.find(step);
    }

    @Override
    public void keep(String step, byte[] content) {
      kept++;
      steps.keep(step, content);
    }
  }

  @Test
  void nothingIsTakenUpOfOtherDataOrAnotherSeed(@TempDir Path folder) {
    LearningPlan plan = simple(Algorithms.LOGISTIC_L1);
    ModelDescription description = MadeUpCohort.description(OutcomeOutput.PROBABILITY);
    new Learning(plan, new FolderSteps(folder), SILENT).learn(description, SET);
    CountingSteps counting = new CountingSteps(new FolderSteps(folder));
    new Learning(plan, counting, SILENT).learn(description, MadeUpCohort.events(900, 6));
    assertThat(counting.kept).isEqualTo(4);
    LearningPlan other =
        new LearningPlan(
            plan.searches(),
            plan.missing(),
            plan.folds(),
            plan.heldOut(),
            plan.seed() + 1,
            plan.thresholds(),
            plan.resamples(),
            plan.permutations(),
            plan.time());
    new Learning(other, counting, SILENT).learn(description, SET);
    assertThat(counting.kept).isEqualTo(8);
  }

  @Test
  void aQuantityIsLearnedAndExplainedInItsUnit() {
    LearnedModel learned =
        learn(
            plan(50, 2, Search.of(Algorithms.LINEAR_REGRESSION)), MadeUpCohort.quantities(900, 5));
    assertThat(learned.report()).isEmpty();
    QuantityReport report = learned.quantities().orElseThrow();
    assertThat(report.evaluation().errors().explained().figure().orElseThrow())
        .isBetween(0.97, 0.99999);
    assertThat(report.evaluation().calibration().slope().figure().orElseThrow())
        .isBetween(0.97, 1.03);
    assertThat(report.evaluation().sample().rows()).isEqualTo(learned.counts().heldOut());
    assertThat(report.evaluation().subgroups()).isNotEmpty();
    PermutedOutcomes permuted = report.permutedOutcomes();
    assertThat(permuted.explained()).hasSize(2).allMatch(it -> it.value() < 0.1);
    assertThat(permuted.finding()).isEqualTo(PermutedOutcomes.Finding.CHANCE);
    assertThat(
            QuantityReportJson.decode(
                new String(learned.files().get(Learning.EVALUATION), StandardCharsets.UTF_8)))
        .isEqualTo(report);
    assertThat(learned.content().model().card().evaluated().orElseThrow().summary())
        .contains("root mean square error", "which is chance");
    RiskModel model = learned.content().model();
    FeatureVector person = MadeUpCohort.person(new Random(12));
    Prediction prediction = predict(model, person);
    assertThat(prediction.estimate().quantity().orElseThrow())
        .isCloseTo(10 * MadeUpCohort.logOdds(person), within(1.5));
    assertThat(prediction.attribution().scale()).isEqualTo(Scale.QUANTITY);
    double sum =
        prediction.attribution().contributions().stream().mapToDouble(Contribution::value).sum();
    assertThat(sum)
        .isCloseTo(
            prediction.attribution().predictor() - prediction.attribution().base(), within(1e-9));
  }

  @Test
  void anOutcomeThatTheAlgorithmsCannotLearnIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Learning(simple(Algorithms.LOGISTIC_L1), StepStore.NONE, SILENT)
                    .learn(MadeUpCohort.description(OutcomeOutput.QUANTITY), SET))
        .withMessageContaining("outcome event is quantity");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                plan(
                    0,
                    0,
                    Search.of(Algorithms.LOGISTIC_L1),
                    Search.of(Algorithms.LINEAR_REGRESSION)))
        .withMessageContaining("cannot be compared");
  }

  @Test
  void tooFewExamplesAreRefused() {
    TrainingSet few = new TrainingSet(SET.inputs(), SET.examples().subList(0, 6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> learn(simple(Algorithms.LOGISTIC_L1), few))
        .withMessageContaining("too few to learn of");
  }
}
