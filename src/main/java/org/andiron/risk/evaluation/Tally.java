package org.andiron.risk.evaluation;

/**
 * Sums along a ranking, each row counted as often as a resample drew it. All figures are made of
 * these, so that a resample costs one pass over the rows and no sorting.
 */
final class Tally {

  private final Ranking ranking;
  private final int[] rows;
  private final int[] events;
  private final double[] predicted;
  private double squared;

  Tally(Ranking ranking) {
    this.ranking = ranking;
    this.rows = new int[ranking.size() + 1];
    this.events = new int[ranking.size() + 1];
    this.predicted = new double[ranking.size() + 1];
  }

  /**
   * Forgets what it counted and counts anew.
   *
   * @param counts of rows, by their place
   */
  Tally count(int[] counts) {
    int seen = 0;
    int had = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < ranking.size(); i++) {
      int count = counts[ranking.place(i)];
      double probability = ranking.probability(i);
      boolean outcome = ranking.outcome(i);
      double error = outcome ? 1 - probability : probability;
      seen += count;
      had += outcome ? count : 0;
      sum += count * probability;
      squares += count * error * error;
      rows[i + 1] = seen;
      events[i + 1] = had;
      predicted[i + 1] = sum;
    }
    squared = squares;
    return this;
  }

  Ranking ranking() {
    return ranking;
  }

  /** Number of rows. */
  int rows() {
    return rows[ranking.size()];
  }

  /** Number of rows with the outcome. */
  int events() {
    return events[ranking.size()];
  }

  int nonEvents() {
    return rows() - events();
  }

  /** Sum of all predictions. */
  double predicted() {
    return predicted[ranking.size()];
  }

  /** Sum of the squared differences between prediction and outcome. */
  double squared() {
    return squared;
  }

  /** Rows before a rank. */
  int rowsBefore(int rank) {
    return rows[rank];
  }

  /** Rows with the outcome before a rank. */
  int eventsBefore(int rank) {
    return events[rank];
  }

  int rows(int from, int end) {
    return rows[end] - rows[from];
  }

  int events(int from, int end) {
    return events[end] - events[from];
  }

  double predicted(int from, int end) {
    return predicted[end] - predicted[from];
  }
}
