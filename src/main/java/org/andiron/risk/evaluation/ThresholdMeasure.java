package org.andiron.risk.evaluation;

/** Figures of predictions that are cut at a threshold. */
final class ThresholdMeasure implements Measure {

  private final double threshold;
  private final int reaching;

  ThresholdMeasure(Ranking ranking, double threshold) {
    this.threshold = threshold;
    this.reaching = ranking.reaching(threshold);
  }

  /** Of each kind of right and wrong, how many. */
  record Confusion(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {

    double accuracy() {
      return (double) (truePositives + trueNegatives)
          / (truePositives + falsePositives + trueNegatives + falseNegatives);
    }

    double precision() {
      return (double) truePositives / (truePositives + falsePositives);
    }

    double recall() {
      return (double) truePositives / (truePositives + falseNegatives);
    }

    double specificity() {
      return (double) trueNegatives / (trueNegatives + falsePositives);
    }

    double negativePredictiveValue() {
      return (double) trueNegatives / (trueNegatives + falseNegatives);
    }

    double f1() {
      return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
    }
  }

  Confusion confusion(Tally tally) {
    int truePositives = tally.eventsBefore(reaching);
    int falsePositives = tally.rowsBefore(reaching) - truePositives;
    return new Confusion(
        truePositives,
        falsePositives,
        tally.nonEvents() - falsePositives,
        tally.events() - truePositives);
  }

  @Override
  public double[] of(Tally tally) {
    Confusion confusion = confusion(tally);
    return new double[] {
      confusion.accuracy(),
      confusion.precision(),
      confusion.recall(),
      confusion.specificity(),
      confusion.negativePredictiveValue(),
      confusion.f1()
    };
  }

  /** Net benefit of treating whom the model names, and of treating everybody. */
  double[] netBenefit(Tally tally) {
    Confusion confusion = confusion(tally);
    double odds = threshold / (1 - threshold);
    return new double[] {
      (confusion.truePositives() - odds * confusion.falsePositives()) / tally.rows(),
      (tally.events() - odds * tally.nonEvents()) / tally.rows()
    };
  }
}
