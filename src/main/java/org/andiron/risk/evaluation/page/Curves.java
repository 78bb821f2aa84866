package org.andiron.risk.evaluation.page;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.andiron.risk.evaluation.CurvePoint;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.HistogramBar;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** Figures as what is drawn of them. */
final class Curves {

  /** Strength of what is looked at first. */
  static final double LINE = 1.5;

  /** Strength of what it is compared with. */
  static final double THIN = 0.9;

  static final double DOT = 4.0;

  private Curves() {}

  static double value(Estimate estimate) {
    return estimate.figure().orElse(Double.NaN);
  }

  static double low(Estimate estimate) {
    return estimate.between().map(it -> it.low()).orElse(value(estimate));
  }

  static double high(Estimate estimate) {
    return estimate.between().map(it -> it.high()).orElse(value(estimate));
  }

  /** Intervals, as far as they are between least and most. */
  static Series band(List<CurvePoint> curve, double least, double most) {
    Series band = new Series("x", "low", "high");
    curve.stream()
        .filter(it -> it.y().between().isPresent())
        .forEach(
            it -> band.add(it.x(), Math.max(least, low(it.y())), Math.min(most, high(it.y()))));
    return band;
  }

  static void bandIfAny(Plot plot, Series band) {
    if (!band.isEmpty()) {
      plot.band(Ink.MODEL, band);
    }
  }

  static Series line(double... coordinates) {
    Series line = new Series("x", "y");
    for (int i = 0; i < coordinates.length; i += 2) {
      line.add(coordinates[i], coordinates[i + 1]);
    }
    return line;
  }

  static Series through(List<CurvePoint> curve, Series line) {
    curve.stream()
        .filter(it -> it.y().figure().isPresent())
        .forEach(it -> line.add(it.x(), value(it.y())));
    return line;
  }

  /**
   * Estimates with their intervals.
   *
   * @param x where each is drawn
   */
  static <T> void estimates(
      Plot plot, Ink ink, List<T> drawn, ToDoubleFunction<T> x, Function<T, Estimate> y) {
    Series whiskers = new Series("x", "y", "toX", "toY");
    Series dots = new Series("x", "y");
    for (T one : drawn) {
      double at = x.applyAsDouble(one);
      Estimate estimate = y.apply(one);
      whiskers.add(at, low(estimate), at, high(estimate));
      dots.add(at, value(estimate));
    }
    plot.segments(ink, LINE, false, whiskers);
    plot.points(ink, DOT, dots);
  }

  /** Where the last bar of the histogram ends that is not empty. */
  static double highestPrediction(Evaluation evaluation) {
    return evaluation.histogram().stream()
        .filter(it -> it.events() + it.nonEvents() > 0)
        .mapToDouble(HistogramBar::before)
        .max()
        .orElse(1);
  }
}
