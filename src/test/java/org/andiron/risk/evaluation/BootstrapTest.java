package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootstrapTest {

  private static EvaluationSettings settings(Resampling resampling, long seed) {
    return new EvaluationSettings(List.of(0.5), 1000, resampling, 0.95, seed, 10, 100);
  }

  private static double width(Estimate estimate) {
    return estimate.between().map(it -> it.high() - it.low()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void sameSeedGivesTheSameIntervals(Resampling resampling) {
    Predictions data = Simulated.of(300, 0, 1, 0, 5).predictions();
    Evaluation first = new Evaluator(settings(resampling, 42)).evaluate(data);
    assertThat(new Evaluator(settings(resampling, 42)).evaluate(data)).isEqualTo(first);
    assertThat(new Evaluator(settings(resampling, 43)).evaluate(data).discrimination().auroc())
        .isNotEqualTo(first.discrimination().auroc());
  }

  /**
   * The standard error of E. R. DeLong et al., Biometrics 1988;44:837-845: from how far the rows'
   * own shares of won pairs are apart.
   */
  @Test
  void intervalOfTheAurocIsAsWideAsItsStandardErrorSays() {
    Simulated data = Simulated.of(1500, 0, 1.5, 0, 8);
    List<Double> ofEvents = new ArrayList<>();
    List<Double> ofOthers = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      double wins = 0;
      double pairs = 0;
      for (int j = 0; j < 1500; j++) {
        if (data.outcomes()[i] != data.outcomes()[j]) {
          pairs++;
          wins += data.probabilities()[i] > data.probabilities()[j] ? 1 : 0;
        }
      }
      (data.outcomes()[i] ? ofEvents : ofOthers).add(wins / pairs);
    }
    double error = Math.sqrt(varianceOfMean(ofEvents) + varianceOfMean(ofOthers));
    Evaluation evaluation =
        new Evaluator(EvaluationSettings.usual(7, List.of(0.5))).evaluate(data.predictions());
    assertThat(width(evaluation.discrimination().auroc()) / (2 * 1.959963984540054 * error))
        .isCloseTo(1, within(0.1));
  }

  private static double varianceOfMean(List<Double> values) {
    double mean = values.stream().mapToDouble(it -> it).average().orElseThrow();
    double squares = values.stream().mapToDouble(it -> (it - mean) * (it - mean)).sum();
    return squares / (values.size() - 1) / values.size();
  }

  /** Of a mean it is known: 1.96 standard errors. */
  @Test
  void intervalOfAMeanIsAsWideAsItsStandardErrorSays() {
    Simulated data = Simulated.of(4000, 0, 1, 0, 9);
    Evaluation evaluation =
        new Evaluator(EvaluationSettings.usual(3, List.of(0.5))).evaluate(data.predictions());
    double accuracy = evaluation.thresholds().get(0).accuracy().figure().getAsDouble();
    double error = Math.sqrt(accuracy * (1 - accuracy) / 4000);
    assertThat(width(evaluation.thresholds().get(0).accuracy()) / (2 * 1.959963984540054 * error))
        .isCloseTo(1, within(0.1));
  }

  /** Four copies of each row tell no more than one; who draws rows believes that they do. */
  @Test
  void copiesOfAPatientAddNoCertainty() {
    Simulated once = Simulated.of(500, 0, 1, 0, 6);
    double[] probabilities = new double[2000];
    boolean[] outcomes = new boolean[2000];
    for (int i = 0; i < 2000; i++) {
      probabilities[i] = once.probabilities()[i / 4];
      outcomes[i] = once.outcomes()[i / 4];
    }
    Simulated copied = new Simulated(probabilities, outcomes);
    Predictions data = copied.predictions().ofPatients(copied.patients(4));
    Estimate byPatient =
        new Evaluator(settings(Resampling.PATIENTS, 1)).evaluate(data).discrimination().auroc();
    Estimate byRow =
        new Evaluator(settings(Resampling.ROWS, 1)).evaluate(data).discrimination().auroc();
    Estimate alone =
        new Evaluator(settings(Resampling.ROWS, 1))
            .evaluate(once.predictions())
            .discrimination()
            .auroc();
    assertThat(width(byPatient) / width(alone)).isCloseTo(1, within(0.15));
    assertThat(width(byRow) / width(alone)).isCloseTo(0.5, within(0.1));
  }

  @Test
  void patientsOfOneRowEachAreDrawnLikeRows() {
    Simulated data = Simulated.of(200, 0, 1, 0, 4);
    Evaluation unnamed =
        new Evaluator(settings(Resampling.PATIENTS, 1)).evaluate(data.predictions());
    assertThat(unnamed.resampling()).isEqualTo(Resampling.ROWS);
    assertThat(unnamed.sample().patients()).isEqualTo(200);
    assertThat(unnamed.discrimination().auroc())
        .isEqualTo(
            new Evaluator(settings(Resampling.ROWS, 1))
                .evaluate(data.predictions())
                .discrimination()
                .auroc());
  }

  @Test
  void stratifiedResamplesHaveAsManyEvents() {
    Simulated data = Simulated.of(400, 0, 1, 0, 4);
    int[] order = Ranking.order(data.predictions());
    Ranking ranking = Ranking.of(data.predictions(), order);
    Resampler resampler = Resampler.of(Resampling.STRATIFIED, data.predictions(), order);
    Tally tally = new Tally(ranking);
    int[] once = new int[400];
    Arrays.fill(once, 1);
    int events = tally.count(once).events();
    for (int seed = 0; seed < 20; seed++) {
      tally.count(resampler.draw(new SplittableRandom(seed)));
      assertThat(tally.rows()).isEqualTo(400);
      assertThat(tally.events()).isEqualTo(events);
    }
  }

  @Test
  void patientsAreDrawnWithAllTheirRows() {
    Simulated data = Simulated.of(90, 0, 1, 0, 4);
    List<String> patients = data.patients(3);
    Predictions predictions = data.predictions().ofPatients(patients);
    int[] order = Ranking.order(predictions);
    int[] counts =
        Resampler.of(Resampling.PATIENTS, predictions, order).draw(new SplittableRandom(1));
    assertThat(Arrays.stream(counts).sum()).isEqualTo(90);
    int[] byRow = new int[90];
    for (int place = 0; place < 90; place++) {
      byRow[order[place]] = counts[place];
    }
    for (int row = 0; row < 90; row += 3) {
      assertThat(Collections.nCopies(3, byRow[row]))
          .containsExactly(byRow[row], byRow[row + 1], byRow[row + 2]);
    }
  }

  @Test
  void aFigureThatIsOftenUndefinedHasNoInterval() {
    double[] probabilities = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
    boolean[] one = {false, false, false, false, false, false, false, true};
    Estimate auroc =
        new Evaluator(settings(Resampling.ROWS, 1))
            .evaluate(Predictions.of(probabilities, one))
            .discrimination()
            .auroc();
    assertThat(auroc).isEqualTo(new Estimate.Defined(1, null));
  }

  @Test
  void binsWithoutOrFullOfEventsHaveNoInterval() {
    double[] probabilities = new double[100];
    boolean[] outcomes = new boolean[100];
    for (int i = 0; i < 100; i++) {
      probabilities[i] = i / 100.0;
      outcomes[i] = i >= 55 || (i % 10 == 9 && i > 20);
    }
    List<CalibrationBin> bins =
        new Evaluator(settings(Resampling.ROWS, 1))
            .evaluate(Predictions.of(probabilities, outcomes))
            .calibration()
            .bins();
    assertThat(bins.get(0).frequency()).isEqualTo(new Estimate.Defined(0, null));
    assertThat(bins.get(9).frequency()).isEqualTo(new Estimate.Defined(1, null));
    assertThat(bins.get(3).frequency().between()).isPresent();
  }

  /** Coarse cells, as resamples of many rows have them, against a cell for each prediction. */
  @Test
  void cellsThatAreTakenTogetherFitTheSame() {
    Simulated data = Simulated.of(30_000, 0.3, 0.8, 0, 21);
    Predictions predictions = data.predictions();
    Ranking ranking = Ranking.of(predictions, Ranking.order(predictions));
    Tally tally = new Bootstrap().tally(ranking, 30_000);
    Spline spline = new Spline(new double[] {-3, -1.5, -0.5, 1});
    double[] curve = {0.05, 0.2, 0.5};
    CalibrationCells coarse = CalibrationCells.coarse(ranking);
    assertThat(coarse.size()).isLessThan(4000);
    double[] exact = new Recalibration(CalibrationCells.exact(ranking), spline, curve).of(tally);
    double[] quick = new Recalibration(coarse, spline, curve).of(tally);
    for (int i = 0; i < exact.length; i++) {
      assertThat(quick[i]).isCloseTo(exact[i], within(1e-4));
    }
  }

  @Test
  void quantilesLieBetweenNeighbours() {
    double[] sorted = {1, 2, 4, 8};
    assertThat(Quantiles.ofSorted(sorted, 0)).isEqualTo(1);
    assertThat(Quantiles.ofSorted(sorted, 0.5)).isEqualTo(3);
    assertThat(Quantiles.ofSorted(sorted, 0.9)).isCloseTo(6.8, within(1e-12));
    assertThat(Quantiles.ofSorted(sorted, 1)).isEqualTo(8);
  }
}
