package org.andiron.risk.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Axes with round numbers, a little longer than what is drawn, so that nothing is cut off. */
public final class Axes {

  private static final List<Double> STEPS =
      List.of(
          0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1d, 2d, 5d, 10d, 20d, 50d);
  private static final List<Double> ROUND = List.of(1.0, 2.0, 5.0, 10.0);
  private static final int MOST_STEPS = 6;
  private static final double PAD = 0.025;

  private final PageWords words;

  /** Axes labelled in a language. */
  public Axes(PageWords words) {
    this.words = words;
  }

  /**
   * An axis in percent with labels from 0 on.
   *
   * @param low where it begins, not above 0
   */
  public void percentages(Plot plot, String axis, String name, double low, double to) {
    List<Double> breaks = breaks(0, to, MOST_STEPS);
    axis(plot, axis, name, low, to, breaks, words::percent);
  }

  /**
   * An axis in numbers.
   *
   * @param first at or behind which the first label is
   * @param mostSteps between labels
   */
  public void numbers(
      Plot plot, String axis, String name, double low, double to, double first, int mostSteps) {
    List<Double> breaks = breaks(first, to, mostSteps);
    boolean narrow = to - first < mostSteps * 0.01;
    axis(plot, axis, name, low, to, breaks, it -> words.number(it, narrow ? 3 : 2));
  }

  /** An axis in numbers of any size, from one to another. */
  public void amounts(Plot plot, String axis, String name, double low, double to) {
    double range = to - low;
    double unit = Math.pow(10, Math.floor(Math.log10(range / MOST_STEPS)));
    double step =
        unit
            * ROUND.stream()
                .filter(it -> range / (it * unit) <= MOST_STEPS + 1e-9)
                .findFirst()
                .orElse(10.0);
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    List<Double> breaks = new ArrayList<>();
    for (double i = Math.ceil(low / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      breaks.add(i * step);
    }
    axis(plot, axis, name, low, to, breaks, it -> words.number(it, digits));
  }

  /** An axis in whole numbers, from one to another. */
  public void whole(Plot plot, String axis, String name, double low, double to) {
    List<Double> breaks =
        breaks(Math.ceil(low), to, MOST_STEPS + 2).stream().filter(Axes::isWhole).toList();
    axis(plot, axis, name, low, to, breaks, it -> words.number(it, 0));
  }

  private static boolean isWhole(double number) {
    return Math.abs(number - Math.rint(number)) < 1e-9;
  }

  private static void axis(
      Plot plot,
      String axis,
      String name,
      double low,
      double to,
      List<Double> breaks,
      Function<Double, String> label) {
    double pad = (to - low) * PAD;
    plot.axis(axis, name, low - pad, to + pad, breaks, breaks.stream().map(label).toList());
  }

  private static List<Double> breaks(double from, double to, int mostSteps) {
    double step =
        STEPS.stream().filter(it -> (to - from) / it <= mostSteps + 1e-9).findFirst().orElse(100d);
    List<Double> breaks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(from / step - 1e-9)); i * step <= to + 1e-9; i++) {
      breaks.add(i * step);
    }
    return breaks;
  }
}
