package org.andiron.risk.evaluation.page;

import java.util.List;
import java.util.Optional;
import org.andiron.risk.evaluation.CurvePoint;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** How well patients are told apart. Absent where there are no figures to draw. */
final class DiscriminationFigures {

  private static final double WIDTH = 480;
  private static final double HEIGHT = 430;

  private final Evaluation evaluation;
  private final Words words;
  private final Axes axes;
  private final Legend legend;

  DiscriminationFigures(Evaluation evaluation, Words words) {
    this.evaluation = evaluation;
    this.words = words;
    this.axes = new Axes(words);
    this.legend = new Legend(evaluation, words);
  }

  Optional<Figure> roc() {
    Estimate auroc = evaluation.discrimination().auroc();
    if (auroc.figure().isEmpty()) {
      return Optional.empty();
    }
    List<CurvePoint> curve = evaluation.discrimination().rocCurve();
    Plot plot = square("axis.falsePositives", "axis.sensitivity");
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(0, 0, 1, 1));
    Curves.bandIfAny(plot, Curves.band(curve, 0, 1));
    plot.line(Ink.MODEL, Curves.LINE, false, Curves.through(curve, Curves.line(0, 0)));
    Series thresholds = new Series("x", "y");
    evaluation
        .thresholds()
        .forEach(
            it -> thresholds.add(1 - Curves.value(it.specificity()), Curves.value(it.recall())));
    plot.points(Ink.SECOND, Curves.DOT, thresholds);
    String title = words.text("roc.title");
    return Optional.of(
        new Figure(
            title,
            Drawing.of(
                plot,
                "roc",
                title,
                words.text(
                    "roc.description",
                    words.full(auroc),
                    words.percent(Curves.value(curve.get(10).y())),
                    words.percent(Curves.value(curve.get(30).y())))),
            List.of(
                legend.model(),
                legend.uncertainty(),
                legend.thresholds(),
                new Entry(Ink.REFERENCE, Shape.DASHES, words.text("legend.chance"))),
            words.text("roc.reading")));
  }

  Optional<Figure> precisionRecall() {
    Estimate auprc = evaluation.discrimination().auprc();
    if (auprc.figure().isEmpty()) {
      return Optional.empty();
    }
    List<CurvePoint> curve = evaluation.discrimination().precisionRecallCurve();
    double frequency = evaluation.sample().frequency();
    Plot plot = square("axis.sensitivity", "axis.precision");
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(0, frequency, 1, frequency));
    Curves.bandIfAny(plot, Curves.band(curve, 0, 1));
    plot.line(Ink.MODEL, Curves.LINE, false, Curves.through(curve, new Series("x", "y")));
    Series thresholds = new Series("x", "y");
    evaluation.thresholds().stream()
        .filter(it -> it.precision().figure().isPresent())
        .forEach(it -> thresholds.add(Curves.value(it.recall()), Curves.value(it.precision())));
    if (!thresholds.isEmpty()) {
      plot.points(Ink.SECOND, Curves.DOT, thresholds);
    }
    String title = words.text("precision.title");
    return Optional.of(
        new Figure(
            title,
            Drawing.of(
                plot,
                "precision",
                title,
                words.text(
                    "precision.description",
                    words.full(auprc),
                    words.percent(Curves.value(curve.get(49).y())),
                    words.percent(frequency))),
            List.of(
                legend.model(),
                legend.uncertainty(),
                legend.thresholds(),
                new Entry(
                    Ink.REFERENCE,
                    Shape.DASHES,
                    words.text("legend.frequency", words.percent(frequency)))),
            words.text("precision.reading")));
  }

  private Plot square(String x, String y) {
    Plot plot = new Plot(WIDTH, HEIGHT);
    axes.percentages(plot, "x", words.text(x), 0, 1);
    axes.percentages(plot, "y", words.text(y), 0, 1);
    return plot;
  }
}
