package org.andiron.risk.evaluation.page;

import java.util.List;
import org.andiron.risk.evaluation.Calibration;
import org.andiron.risk.evaluation.CalibrationBin;
import org.andiron.risk.evaluation.CurvePoint;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.HistogramBar;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** Observed over predicted, and how many have which prediction. */
final class CalibrationFigure {

  private static final double WIDTH = 620;
  private static final double HEIGHT = 560;

  private final Evaluation evaluation;
  private final Words words;
  private final Axes axes;
  private final Legend legend;

  CalibrationFigure(Evaluation evaluation, Words words) {
    this.evaluation = evaluation;
    this.words = words;
    this.axes = new Axes(words);
    this.legend = new Legend(evaluation, words);
  }

  Figure drawn() {
    Calibration calibration = evaluation.calibration();
    double top = calibrationTop();
    double strip = 0.26 * top;
    Plot plot = new Plot(WIDTH, HEIGHT);
    axes.percentages(plot, "x", words.text("axis.predicted"), 0, top);
    axes.percentages(plot, "y", words.text("axis.observed"), -strip, top);
    histogram(plot, top, -strip, strip * 0.8);
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(0, 0, top, top));
    List<CurvePoint> curve =
        calibration.curve().stream().filter(it -> Curves.value(it.y()) <= top).toList();
    Curves.bandIfAny(plot, Curves.band(curve, 0, top));
    Series smooth = Curves.through(curve, new Series("x", "y"));
    if (!smooth.isEmpty()) {
      plot.line(Ink.MODEL, Curves.LINE, false, smooth);
    }
    Curves.estimates(
        plot,
        Ink.THIRD,
        calibration.bins(),
        CalibrationBin::meanPrediction,
        CalibrationBin::frequency);
    String title = words.text("calibration.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "calibration",
            title,
            words.text(
                "calibration.description",
                words.full(calibration.intercept()),
                words.full(calibration.slope()),
                binsInWords(calibration.bins()))),
        List.of(
            new Entry(Ink.MODEL, Shape.LINE, words.text("legend.smooth")),
            legend.uncertainty(),
            new Entry(Ink.THIRD, Shape.DOT, words.text("legend.bins", calibration.bins().size())),
            new Entry(Ink.REFERENCE, Shape.DASHES, words.text("legend.ideal")),
            new Entry(Ink.SECOND, Shape.AREA, words.text("legend.events")),
            new Entry(Ink.REFERENCE, Shape.AREA, words.text("legend.nonEvents"))),
        words.text("calibration.reading"));
  }

  private double calibrationTop() {
    double highest = Curves.highestPrediction(evaluation);
    for (CalibrationBin bin : evaluation.calibration().bins()) {
      highest = Math.max(highest, Curves.high(bin.frequency()));
    }
    double step = highest > 0.1 ? 0.1 : 0.02;
    return Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  }

  private void histogram(Plot plot, double top, double base, double height) {
    int most =
        evaluation.histogram().stream()
            .mapToInt(it -> it.events() + it.nonEvents())
            .max()
            .orElse(1);
    Series events = new Series("x", "y", "toX", "toY");
    Series nonEvents = new Series("x", "y", "toX", "toY");
    for (HistogramBar bar : evaluation.histogram()) {
      if (bar.before() <= top + 1e-9 && bar.events() + bar.nonEvents() > 0) {
        double gap = (bar.before() - bar.from()) * 0.08;
        double middle = base + height * bar.events() / most;
        double end = middle + height * bar.nonEvents() / most;
        events.add(bar.from() + gap, base, bar.before() - gap, middle);
        nonEvents.add(bar.from() + gap, middle, bar.before() - gap, end);
      }
    }
    plot.boxes(Ink.REFERENCE, nonEvents);
    plot.boxes(Ink.SECOND, events);
  }

  private String binsInWords(List<CalibrationBin> bins) {
    return String.join(
        words.text("semicolon"),
        bins.stream()
            .map(
                it ->
                    words.text(
                        "calibration.bin",
                        words.percent(it.meanPrediction()),
                        words.percent(Curves.value(it.frequency()))))
            .toList());
  }
}
