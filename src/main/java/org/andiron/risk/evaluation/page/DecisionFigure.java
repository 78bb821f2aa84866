package org.andiron.risk.evaluation.page;

import java.util.List;
import org.andiron.risk.evaluation.CurvePoint;
import org.andiron.risk.evaluation.DecisionPoint;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** Net benefit over the threshold. */
final class DecisionFigure {

  private static final double WIDTH = 620;
  private static final double HEIGHT = 430;
  private static final int STEPS = 6;

  private final Evaluation evaluation;
  private final Words words;
  private final Axes axes;
  private final Legend legend;

  DecisionFigure(Evaluation evaluation, Words words) {
    this.evaluation = evaluation;
    this.words = words;
    this.axes = new Axes(words);
    this.legend = new Legend(evaluation, words);
  }

  Figure drawn() {
    double frequency = evaluation.sample().frequency();
    double most = Math.max(0.01, Math.ceil(frequency * 1.15 * 200) / 200);
    double least = -most / 8;
    double end = Math.min(0.99, Curves.highestPrediction(evaluation));
    List<DecisionPoint> points =
        evaluation.decisionCurve().stream().filter(it -> it.threshold() <= end + 1e-9).toList();
    Plot plot = new Plot(WIDTH, HEIGHT);
    axes.percentages(plot, "x", words.text("axis.threshold"), 0, end);
    axes.numbers(plot, "y", words.text("axis.netBenefit"), least, most, 0, STEPS);
    plot.line(Ink.REFERENCE, Curves.THIN, true, Curves.line(0, 0, end, 0));
    Series everybody = Curves.line(0, frequency);
    points.stream()
        .filter(it -> Curves.value(it.everybody()) >= least)
        .forEach(it -> everybody.add(it.threshold(), Curves.value(it.everybody())));
    plot.line(Ink.SECOND, Curves.LINE, true, everybody);
    List<CurvePoint> model =
        points.stream()
            .filter(it -> Curves.value(it.model()) >= least)
            .map(it -> new CurvePoint(it.threshold(), it.model()))
            .toList();
    Curves.bandIfAny(plot, Curves.band(model, least, most));
    plot.line(Ink.MODEL, Curves.LINE, false, Curves.through(model, Curves.line(0, frequency)));
    String title = words.text("decision.title");
    return new Figure(
        title,
        Drawing.of(plot, "decision", title, decisionInWords(points)),
        List.of(
            new Entry(Ink.MODEL, Shape.LINE, words.text("legend.treatModel")),
            legend.uncertainty(),
            new Entry(Ink.SECOND, Shape.DASHES, words.text("legend.treatAll")),
            new Entry(Ink.REFERENCE, Shape.DASHES, words.text("legend.treatNone"))),
        words.text("decision.reading"));
  }

  private String decisionInWords(List<DecisionPoint> points) {
    List<DecisionPoint> useful =
        points.stream()
            .filter(
                it -> Curves.value(it.model()) > Math.max(0, Curves.value(it.everybody())) + 1e-12)
            .toList();
    return useful.isEmpty()
        ? words.text("decision.useless")
        : words.text(
            "decision.description",
            words.percent(useful.get(0).threshold(), 0),
            words.percent(useful.get(useful.size() - 1).threshold(), 0));
  }
}
