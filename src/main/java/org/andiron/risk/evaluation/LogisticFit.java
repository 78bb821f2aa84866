package org.andiron.risk.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Logistic regression by maximum likelihood, with iteratively reweighted least squares. Rows are
 * grouped: each has a number of trials and of events.
 */
final class LogisticFit {

  private static final int ITERATIONS = 60;
  private static final int HALVINGS = 20;

  /** Each step squares the error, so after one of this size nothing is left of it. */
  private static final double CONVERGED = 1e-7;

  /** Steps up to this size do not leave the neighbourhood in which they lead uphill. */
  private static final double BOLD = 0.5;

  /** Information below this, for each trial, is none: the fit runs off to infinity. */
  private static final double FLAT = 1e-12;

  private final double[][] columns;
  private final double[] offsets;

  /**
   * @param columns of the design, the intercept too, each as long as there are rows
   * @param offsets what is added to each row's linear predictor
   */
  LogisticFit(double[][] columns, double[] offsets) {
    this.columns = columns;
    this.offsets = offsets;
  }

  /** {@code 1 / (1 + exp(-x))}. */
  static double expit(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * The coefficients, in the order of the columns.
   *
   * @param start near which they are looked for
   * @return null if the likelihood has no maximum
   */
  double @Nullable [] fit(double[] trials, double[] events, double[] start) {
    double total = 0;
    for (double some : trials) {
      total += some;
    }
    double[] coefficients = start.clone();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] step = step(coefficients, trials, events, FLAT * total);
      if (step == null) {
        return null;
      }
      double size = 0;
      for (double part : step) {
        size = Math.max(size, Math.abs(part));
      }
      coefficients =
          size > BOLD ? climbed(coefficients, step, trials, events) : moved(coefficients, step, 1);
      if (size < CONVERGED) {
        return coefficients;
      }
    }
    return null;
  }

  /** A step that may go too far is halved until the likelihood is not below what it was. */
  private double[] climbed(double[] coefficients, double[] step, double[] trials, double[] events) {
    double likelihood = likelihood(coefficients, trials, events);
    double share = 1;
    double[] next = moved(coefficients, step, share);
    for (int i = 0; i < HALVINGS && !(likelihood(next, trials, events) >= likelihood); i++) {
      share /= 2;
      next = moved(coefficients, step, share);
    }
    return next;
  }

  double linear(double[] coefficients, int row) {
    double sum = offsets[row];
    for (int k = 0; k < coefficients.length; k++) {
      sum += coefficients[k] * columns[k][row];
    }
    return sum;
  }

  private static double[] moved(double[] from, double[] step, double share) {
    double[] moved = from.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += share * step[k];
    }
    return moved;
  }

  private double likelihood(double[] coefficients, double[] trials, double[] events) {
    double sum = 0;
    for (int row = 0; row < trials.length; row++) {
      if (trials[row] > 0) {
        double logit = linear(coefficients, row);
        double softplus = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
        sum += events[row] * logit - trials[row] * softplus;
      }
    }
    return sum;
  }

  private double @Nullable [] step(
      double[] coefficients, double[] trials, double[] events, double flat) {
    int size = coefficients.length;
    double[] gradient = new double[size];
    double[][] information = new double[size][size];
    for (int row = 0; row < trials.length; row++) {
      if (trials[row] > 0) {
        double expected = expit(linear(coefficients, row));
        double residual = events[row] - trials[row] * expected;
        double weight = trials[row] * expected * (1 - expected);
        for (int j = 0; j < size; j++) {
          double value = columns[j][row];
          gradient[j] += value * residual;
          for (int k = 0; k <= j; k++) {
            information[j][k] += weight * value * columns[k][row];
          }
        }
      }
    }
    return solved(information, gradient, flat);
  }

  /** Solves by Cholesky's decomposition, of which only the lower triangle is looked at. */
  private static double @Nullable [] solved(double[][] matrix, double[] right, double flat) {
    int size = right.length;
    for (int j = 0; j < size; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = matrix[j][k];
        for (int m = 0; m < k; m++) {
          sum -= matrix[j][m] * matrix[k][m];
        }
        if (j == k && !(sum > flat)) {
          return null;
        }
        matrix[j][k] = j == k ? Math.sqrt(sum) : sum / matrix[k][k];
      }
    }
    double[] solution = right.clone();
    for (int j = 0; j < size; j++) {
      for (int m = 0; m < j; m++) {
        solution[j] -= matrix[j][m] * solution[m];
      }
      solution[j] /= matrix[j][j];
    }
    for (int j = size - 1; j >= 0; j--) {
      for (int m = j + 1; m < size; m++) {
        solution[j] -= matrix[m][j] * solution[m];
      }
      solution[j] /= matrix[j][j];
    }
    return solution;
  }
}
