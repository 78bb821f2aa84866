package org.andiron.risk.evaluation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What would have to be done to the predictions' log-odds so that they fit the outcomes: added to
 * them (intercept), multiplied (slope), or bent (curve). From the bent ones, the integrated
 * calibration index is their mean absolute difference to the predictions.
 *
 * <p>Figures in this order: intercept, slope, index, then the curve at the given predictions.
 *
 * @see <a href="https://doi.org/10.1093/biomet/45.3-4.562">D. R. Cox, "Two further applications of
 *     a model for binary regression", Biometrika 1958;45:562-565</a>
 * @see <a href="https://doi.org/10.1002/sim.8281">P. C. Austin, E. W. Steyerberg, "The Integrated
 *     Calibration Index (ICI) and related metrics for quantifying the calibration of logistic
 *     regression models", Statistics in Medicine 2019;38:4051-4065</a>
 */
final class Recalibration implements Measure {

  static final int INTERCEPT = 0;
  static final int SLOPE = 1;
  static final int INDEX = 2;
  static final int CURVE = 3;

  private final CalibrationCells cells;
  private final Spline spline;
  private final double[] curveLogits;
  private final LogisticFit shift;
  private final LogisticFit stretch;
  private final LogisticFit bend;
  private double[] shiftStart = {0};
  private double[] stretchStart = {0, 1};
  private double[] bendStart;

  /**
   * @param curve predictions at which the curve is wanted
   */
  Recalibration(CalibrationCells cells, Spline spline, double[] curve) {
    this.cells = cells;
    this.spline = spline;
    this.curveLogits = Arrays.stream(curve).map(CalibrationCells::logit).toArray();
    double[] logits = cells.logits();
    double[] ones = new double[cells.size()];
    Arrays.fill(ones, 1);
    double[] nothing = new double[cells.size()];
    this.shift = new LogisticFit(new double[][] {ones}, logits);
    this.stretch = new LogisticFit(new double[][] {ones, logits}, nothing);
    double[][] bent = new double[spline.terms() + 1][];
    bent[0] = ones;
    for (int i = 0; i < spline.terms(); i++) {
      int term = i;
      bent[i + 1] = Arrays.stream(logits).map(it -> spline.term(term, it)).toArray();
    }
    this.bend = new LogisticFit(bent, nothing);
    this.bendStart = new double[bent.length];
    this.bendStart[1] = 1;
  }

  @Override
  public double[] of(Tally tally) {
    double[] figures = new double[CURVE + curveLogits.length];
    Arrays.fill(figures, Double.NaN);
    if (tally.events() == 0 || tally.nonEvents() == 0) {
      return figures;
    }
    double[] rows = cells.rows(tally);
    double[] events = cells.events(tally);
    double[] shifted = shift.fit(rows, events, shiftStart);
    double[] stretched = stretch.fit(rows, events, stretchStart);
    double[] bent = bend.fit(rows, events, bendStart);
    if (shifted != null) {
      figures[INTERCEPT] = shifted[0];
    }
    if (stretched != null) {
      figures[SLOPE] = stretched[1];
    }
    if (bent != null) {
      figures[INDEX] = index(bent, rows);
      for (int i = 0; i < curveLogits.length; i++) {
        figures[CURVE + i] = LogisticFit.expit(bent(bent, curveLogits[i]));
      }
    }
    return figures;
  }

  /** Begins further fits where all rows led, from where resamples are not far. */
  void startFrom(Tally all) {
    double[] rows = cells.rows(all);
    double[] events = cells.events(all);
    shiftStart = orElse(shift.fit(rows, events, shiftStart), shiftStart);
    stretchStart = orElse(stretch.fit(rows, events, stretchStart), stretchStart);
    bendStart = orElse(bend.fit(rows, events, bendStart), bendStart);
  }

  private static double[] orElse(double @Nullable [] fitted, double[] start) {
    return fitted == null ? start : fitted;
  }

  private double index(double[] bent, double[] rows) {
    double sum = 0;
    double total = 0;
    for (int cell = 0; cell < rows.length; cell++) {
      double observed = LogisticFit.expit(bend.linear(bent, cell));
      sum += rows[cell] * Math.abs(observed - cells.probabilities()[cell]);
      total += rows[cell];
    }
    return sum / total;
  }

  private double bent(double[] coefficients, double logit) {
    double sum = coefficients[0];
    for (int term = 0; term < spline.terms(); term++) {
      sum += coefficients[term + 1] * spline.term(term, logit);
    }
    return sum;
  }
}
