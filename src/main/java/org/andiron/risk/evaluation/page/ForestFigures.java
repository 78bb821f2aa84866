package org.andiron.risk.evaluation.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.evaluation.SubgroupComparison;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;

/** Groups of patients below each other. Absent where no group is large enough. */
final class ForestFigures {

  private static final double WIDTH = 480;
  private static final double AXIS = 62;
  private static final double ROW = 25;
  private static final int STEPS = 4;
  private static final double NARROWEST = 0.01;

  private final Evaluation evaluation;
  private final Words words;
  private final Axes axes;

  ForestFigures(Evaluation evaluation, Words words) {
    this.evaluation = evaluation;
    this.words = words;
    this.axes = new Axes(words);
  }

  /** Groups below each other, by AUROC. */
  Optional<Figure> byAuroc() {
    return forest(
        "forestAuroc",
        Subgroup::auroc,
        Curves.value(evaluation.discrimination().auroc()),
        words.text("axis.auroc"));
  }

  /** Groups below each other, by calibration in the large. */
  Optional<Figure> byCalibration() {
    return forest("forestLarge", Subgroup::inTheLarge, 0, words.text("axis.inTheLarge"));
  }

  private record Row(String label, Optional<Estimate> estimate) {}

  private List<Row> rows(Function<Subgroup, Estimate> figure) {
    List<Row> rows = new ArrayList<>();
    for (SubgroupComparison comparison : evaluation.subgroups()) {
      List<Row> groups =
          comparison.groups().stream()
              .filter(it -> figure.apply(it).figure().isPresent())
              .map(
                  it ->
                      new Row(
                          words.value(comparison.attribute(), it.value()),
                          Optional.of(figure.apply(it))))
              .toList();
      if (!groups.isEmpty()) {
        rows.add(
            new Row(
                words.attribute(comparison.attribute()).toUpperCase(Locale.ROOT),
                Optional.empty()));
        rows.addAll(groups);
      }
    }
    return rows;
  }

  private Optional<Figure> forest(
      String key, Function<Subgroup, Estimate> figure, double reference, String axis) {
    List<Row> rows = rows(figure);
    List<Estimate> estimates = rows.stream().map(Row::estimate).flatMap(Optional::stream).toList();
    if (estimates.isEmpty() || Double.isNaN(reference)) {
      return Optional.empty();
    }
    double lowest = edge(estimates, Curves::low, Comparator.naturalOrder(), reference);
    double highest = edge(estimates, Curves::high, Comparator.reverseOrder(), reference);
    Plot plot = new Plot(WIDTH, AXIS + ROW * rows.size());
    axes.numbers(plot, "x", axis, lowest, Math.max(highest, lowest + NARROWEST), lowest, STEPS);
    List<Double> places = new ArrayList<>();
    Series whiskers = new Series("x", "y", "toX", "toY");
    Series dots = new Series("x", "y");
    for (int i = 0; i < rows.size(); i++) {
      double place = rows.size() - 1.0 - i;
      places.add(place);
      rows.get(i)
          .estimate()
          .ifPresent(
              it -> {
                whiskers.add(Curves.low(it), place, Curves.high(it), place);
                dots.add(Curves.value(it), place);
              });
    }
    plot.names(places, rows.stream().map(Row::label).toList());
    plot.segments(
        Ink.REFERENCE,
        Curves.THIN,
        true,
        new Series("x", "y", "toX", "toY").add(reference, -0.6, reference, rows.size() - 0.4));
    plot.segments(Ink.MODEL, Curves.LINE, false, whiskers);
    plot.points(Ink.MODEL, Curves.DOT, dots);
    String title = words.text(key + ".title");
    return Optional.of(
        new Figure(
            title,
            Drawing.of(plot, key, title, words.text("forest.description")),
            List.of(
                new Entry(
                    Ink.MODEL,
                    Shape.DOT,
                    words.text("legend.group", words.percent(evaluation.settings().level(), 0))),
                new Entry(Ink.REFERENCE, Shape.DASHES, words.text(key + ".reference"))),
            words.text(key + ".reading")));
  }

  private static double edge(
      List<Estimate> estimates,
      ToDoubleFunction<Estimate> end,
      Comparator<Double> order,
      double reference) {
    return Stream.concat(estimates.stream().map(end::applyAsDouble), Stream.of(reference))
        .min(order)
        .orElseThrow();
  }
}
