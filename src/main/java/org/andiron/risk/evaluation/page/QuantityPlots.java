package org.andiron.risk.evaluation.page;

import java.util.List;
import java.util.stream.Stream;
import org.andiron.risk.evaluation.QuantityBin;
import org.andiron.risk.evaluation.QuantityCell;
import org.andiron.risk.evaluation.QuantityEvaluation;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.ResidualBar;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** The plots of predictions of numbers. */
final class QuantityPlots {

  private static final double WIDE = 620;
  private static final double HIGH = 560;
  private static final double WIDTH = 480;
  private static final double HEIGHT = 430;

  /** Dots of so many sizes; a dot's area grows with the rows of its cell. */
  private static final int SIZES = 5;

  private static final double LARGEST = 6;

  private final QuantityEvaluation evaluation;
  private final Words words;
  private final Amounts amounts;
  private final Axes axes;

  QuantityPlots(QuantityReport report, Words words, Amounts amounts) {
    this.evaluation = report.evaluation();
    this.words = words;
    this.amounts = amounts;
    this.axes = new Axes(words);
  }

  /** From where to where an axis goes; never of no length. */
  private record Span(double low, double high) {

    static Span of(Stream<Double> values) {
      double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
      double low = sorted[0];
      double high = sorted[sorted.length - 1];
      double half = Math.max(Math.abs(low), 1) / 2;
      return high > low ? new Span(low, high) : new Span(low - half, high + half);
    }
  }

  Figure agreement() {
    List<QuantityBin> bins = evaluation.calibration().bins();
    Span span =
        Span.of(
            Stream.concat(
                evaluation.agreement().stream().flatMap(it -> Stream.of(it.x(), it.y())),
                bins.stream()
                    .map(QuantityBin::meanObserved)
                    .flatMap(it -> Stream.of(Curves.low(it), Curves.high(it)))));
    Plot plot = new Plot(WIDE, HIGH);
    axes.amounts(plot, "x", amounts.axis("quantity.predicted"), span.low(), span.high());
    axes.amounts(plot, "y", amounts.axis("quantity.observed"), span.low(), span.high());
    plot.line(
        Ink.REFERENCE,
        Curves.THIN,
        true,
        Curves.line(span.low(), span.low(), span.high(), span.high()));
    cells(plot, evaluation.agreement());
    Curves.estimates(
        plot, Ink.SECOND, bins, QuantityBin::meanPrediction, QuantityBin::meanObserved);
    String title = words.text("agreement.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "agreement",
            title,
            words.text(
                "agreement.description",
                amounts.figure(evaluation.calibration().intercept()),
                words.full(evaluation.calibration().slope()),
                binsInWords(bins))),
        List.of(
            predictions(),
            new Entry(Ink.SECOND, Shape.DOT, words.text("legend.bins", bins.size())),
            new Entry(Ink.REFERENCE, Shape.DASHES, words.text("legend.ideal"))),
        words.text("agreement.reading"));
  }

  private String binsInWords(List<QuantityBin> bins) {
    return String.join(
        words.text("semicolon"),
        bins.stream()
            .map(
                it ->
                    words.text(
                        "calibration.bin",
                        amounts.number(it.meanPrediction()),
                        amounts.number(Curves.value(it.meanObserved()))))
            .toList());
  }

  Figure residuals() {
    Span across = Span.of(evaluation.residuals().stream().map(QuantityCell::x));
    Span up =
        Span.of(
            Stream.concat(evaluation.residuals().stream().map(QuantityCell::y), Stream.of(0.0)));
    Plot plot = new Plot(WIDTH, HEIGHT);
    axes.amounts(plot, "x", amounts.axis("quantity.predicted"), across.low(), across.high());
    axes.amounts(plot, "y", amounts.axis("inTheLarge"), up.low(), up.high());
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(across.low(), 0, across.high(), 0));
    cells(plot, evaluation.residuals());
    String title = words.text("residuals.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "residuals",
            title,
            words.text(
                "residuals.description",
                amounts.figure(evaluation.errors().bias()),
                amounts.figure(evaluation.errors().rootMeanSquare()))),
        List.of(
            predictions(), new Entry(Ink.REFERENCE, Shape.DASHES, words.text("residuals.none"))),
        words.text("residuals.reading"));
  }

  Figure histogram() {
    List<ResidualBar> bars = evaluation.histogram();
    Span across =
        Span.of(
            Stream.concat(
                bars.stream().flatMap(it -> Stream.of(it.from(), it.before())), Stream.of(0.0)));
    int most = bars.stream().mapToInt(ResidualBar::rows).max().orElse(1);
    Plot plot = new Plot(WIDTH, HEIGHT);
    axes.amounts(plot, "x", amounts.axis("inTheLarge"), across.low(), across.high());
    axes.amounts(plot, "y", words.text("group.rows"), 0, most);
    Series boxes = new Series("x", "y", "toX", "toY");
    for (ResidualBar bar : bars) {
      if (bar.rows() > 0) {
        // A bar of no width, where all residuals are the same, is to be seen as well.
        double half =
            Math.max(bar.before() - bar.from(), (across.high() - across.low()) / 100) * 0.46;
        double middle = bar.from() + (bar.before() - bar.from()) / 2;
        boxes.add(middle - half, 0, middle + half, bar.rows());
      }
    }
    plot.boxes(Ink.MODEL, boxes);
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(0, 0, 0, most));
    String title = words.text("residualBars.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "residualBars",
            title,
            words.text(
                "residualBars.description", amounts.figure(evaluation.errors().medianAbsolute()))),
        List.of(
            new Entry(Ink.MODEL, Shape.AREA, words.text("group.rows")),
            new Entry(Ink.REFERENCE, Shape.DASHES, words.text("residuals.none"))),
        words.text("residualBars.reading"));
  }

  private Entry predictions() {
    return new Entry(Ink.MODEL, Shape.DOT, words.text("legend.cells"));
  }

  private static void cells(Plot plot, List<QuantityCell> cells) {
    int most = cells.stream().mapToInt(QuantityCell::rows).max().orElse(1);
    for (int size = 1; size <= SIZES; size++) {
      Series dots = new Series("x", "y");
      for (QuantityCell cell : cells) {
        if (size(cell, most) == size) {
          dots.add(cell.x(), cell.y());
        }
      }
      if (!dots.isEmpty()) {
        plot.dots(Ink.MODEL, LARGEST * size / SIZES, dots);
      }
    }
  }

  private static int size(QuantityCell cell, int most) {
    return (int) Math.ceil(SIZES * Math.sqrt((double) cell.rows() / most));
  }
}
