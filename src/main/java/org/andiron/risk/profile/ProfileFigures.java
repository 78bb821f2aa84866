package org.andiron.risk.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.andiron.risk.page.Axes;
import org.andiron.risk.page.Drawing;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.Plot;
import org.andiron.risk.page.Plot.Series;
import org.andiron.risk.profile.CohortProfile.Component;
import org.andiron.risk.profile.CohortProfile.Dot;
import org.andiron.risk.profile.CohortProfile.Segment;
import org.andiron.risk.profile.CohortProfile.Trait;

/** The drawings of a profile. */
final class ProfileFigures {

  private static final double WIDE = 620;
  private static final double HIGH = 500;
  private static final double WIDTH = 480;
  private static final double HEIGHT = 330;
  private static final double ROW = 27;
  private static final double AXIS = 62;
  private static final double DOT = 3.2;
  private static final double LINE = 1.5;
  private static final double THIN = 0.9;
  private static final double BAR = 0.36;
  private static final int MOST_LOADINGS = 8;
  private static final double FAINT = 0.1;

  private final CohortProfile profile;
  private final ProfileWords words;
  private final Axes axes;

  ProfileFigures(CohortProfile profile, ProfileWords words) {
    this.profile = profile;
    this.words = words;
    this.axes = new Axes(words);
  }

  /** Each patient as a dot on the first two components, in the colour of the segment. */
  Figure map() {
    Plot plot = new Plot(WIDE, HIGH);
    axes.whole(plot, "x", axis(0), least(true), most(true));
    axes.whole(plot, "y", axis(1), least(false), most(false));
    List<Entry> legend = new ArrayList<>();
    for (Segment segment : profile.segments()) {
      Series dots = new Series("x", "y");
      profile.dots().stream()
          .filter(it -> it.segment() == segment.number())
          .forEach(it -> dots.add(it.x(), it.y()));
      if (!dots.isEmpty()) {
        plot.dots(ProfileWords.ink(segment.number()), DOT, dots);
      }
      legend.add(
          new Entry(
              ProfileWords.ink(segment.number()),
              Shape.DOT,
              words.text(
                  "legend.segment",
                  Integer.toString(segment.number()),
                  words.count(segment.patients()))));
    }
    for (Segment segment : profile.segments()) {
      middle(plot, segment);
    }
    String title = words.text("map.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "map",
            title,
            words.text(
                "map.description",
                words.count(profile.dots().size()),
                words.percent(explained(0), 0),
                words.percent(explained(1), 0))),
        legend,
        words.text("map.reading"));
  }

  /** The number of a segment where the middle of its dots is. */
  private void middle(Plot plot, Segment segment) {
    List<Dot> dots =
        profile.dots().stream().filter(it -> it.segment() == segment.number()).toList();
    if (!dots.isEmpty()) {
      double x = dots.stream().mapToDouble(Dot::x).sum() / dots.size();
      double y = dots.stream().mapToDouble(Dot::y).sum() / dots.size();
      plot.label(x, y, Integer.toString(segment.number()));
    }
  }

  private double least(boolean horizontal) {
    return profile.dots().stream().mapToDouble(it -> horizontal ? it.x() : it.y()).min().orElse(-1);
  }

  private double most(boolean horizontal) {
    double most =
        profile.dots().stream().mapToDouble(it -> horizontal ? it.x() : it.y()).max().orElse(1);
    return Math.max(most, least(horizontal) + 1);
  }

  private String axis(int component) {
    return words.text(
        "axis.component", Integer.toString(component + 1), words.percent(explained(component), 0));
  }

  private double explained(int component) {
    return component < profile.components().size()
        ? profile.components().get(component).explained()
        : 0;
  }

  /** How much of the variance each component has, and all until it together. */
  Figure scree() {
    List<Component> components = profile.components();
    Plot plot = new Plot(WIDTH, HEIGHT);
    List<Double> places =
        IntStream.rangeClosed(1, components.size()).mapToObj(it -> (double) it).toList();
    plot.axis(
        "x",
        words.text("axis.number"),
        0.4,
        components.size() + 0.6,
        places,
        places.stream().map(it -> words.number(it, 0)).toList());
    axes.percentages(plot, "y", words.text("axis.variance"), 0, 1);
    Series bars = new Series("x", "y", "toX", "toY");
    Series together = new Series("x", "y");
    double sum = 0;
    for (int i = 0; i < components.size(); i++) {
      double explained = components.get(i).explained();
      sum = Math.min(1, sum + explained);
      bars.add(i + 1 - BAR, 0, i + 1 + BAR, explained);
      together.add(i + 1, sum);
    }
    plot.boxes(Ink.MODEL, bars);
    plot.line(Ink.SECOND, LINE, false, together);
    plot.points(Ink.SECOND, DOT, together);
    String title = words.text("scree.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "scree",
            title,
            words.text(
                "scree.description",
                Integer.toString(components.size()),
                words.percent(sum, 0),
                words.percent(explained(0), 0))),
        List.of(
            new Entry(Ink.MODEL, Shape.AREA, words.text("legend.each")),
            new Entry(Ink.SECOND, Shape.LINE, words.text("legend.together"))),
        words.text("scree.reading"));
  }

  /** What a component is made of: the traits with the largest weights. */
  Figure loadings(int component) {
    Map<String, Double> loadings = profile.components().get(component).loadings();
    List<Trait> largest =
        profile.traits().stream()
            .filter(it -> !it.repeated())
            .filter(it -> Math.abs(weight(loadings, it)) >= FAINT)
            .sorted(Comparator.comparingDouble((Trait it) -> -Math.abs(weight(loadings, it))))
            .limit(MOST_LOADINGS)
            .sorted(Comparator.comparingDouble((Trait it) -> -weight(loadings, it)))
            .toList();
    Plot plot = new Plot(WIDTH, AXIS + ROW * largest.size());
    double reach =
        largest.stream().mapToDouble(it -> Math.abs(weight(loadings, it))).max().orElse(1);
    axes.numbers(plot, "x", words.text("axis.weight"), -reach, reach, -reach, 4);
    List<Double> places = new ArrayList<>();
    Series above = new Series("x", "y", "toX", "toY");
    Series below = new Series("x", "y", "toX", "toY");
    for (int i = 0; i < largest.size(); i++) {
      double place = largest.size() - 1.0 - i;
      double weight = weight(loadings, largest.get(i));
      places.add(place);
      (weight < 0 ? below : above)
          .add(Math.min(0, weight), place - BAR, Math.max(0, weight), place + BAR);
    }
    plot.names(places, largest.stream().map(words::title).toList());
    if (!above.isEmpty()) {
      plot.boxes(Ink.MODEL, above);
    }
    if (!below.isEmpty()) {
      plot.boxes(Ink.SECOND, below);
    }
    plot.segments(
        Ink.REFERENCE,
        THIN,
        false,
        new Series("x", "y", "toX", "toY").add(0, -0.6, 0, largest.size() - 0.4));
    String number = Integer.toString(component + 1);
    String title = words.text("loadings.title", number);
    return new Figure(
        title,
        Drawing.of(
            plot,
            "loadings-" + number,
            title,
            words.text(
                "loadings.description",
                String.join(
                    words.text("semicolon"),
                    largest.stream()
                        .map(it -> words.title(it) + ' ' + words.number(weight(loadings, it), 2))
                        .toList()))),
        List.of(
            new Entry(Ink.MODEL, Shape.AREA, words.text("legend.up")),
            new Entry(Ink.SECOND, Shape.AREA, words.text("legend.down"))),
        words.text("loadings.reading", number));
  }

  private static double weight(Map<String, Double> loadings, Trait trait) {
    return loadings.getOrDefault(trait.name(), 0.0);
  }

  /** How good each number of segments is. */
  Figure silhouettes() {
    Plot plot = new Plot(WIDTH, HEIGHT);
    List<Double> places = profile.silhouettes().keySet().stream().map(it -> (double) it).toList();
    plot.axis(
        "x",
        words.text("axis.segments"),
        places.get(0) - 0.5,
        places.get(places.size() - 1) + 0.5,
        places,
        places.stream().map(it -> words.number(it, 0)).toList());
    double most =
        Math.max(0.5, profile.silhouettes().values().stream().max(Double::compare).orElse(1.0));
    axes.numbers(plot, "y", words.text("axis.silhouette"), 0, most, 0, 5);
    Series line = new Series("x", "y");
    Series taken = new Series("x", "y");
    profile
        .silhouettes()
        .forEach(
            (number, silhouette) -> {
              line.add(number, Math.max(0, silhouette));
              if (silhouette == profile.silhouette()) {
                taken.add(number, Math.max(0, silhouette));
              }
            });
    plot.line(Ink.REFERENCE, LINE, false, line);
    plot.points(Ink.REFERENCE, DOT, line);
    plot.points(Ink.SECOND, 2 * DOT, taken);
    String title = words.text("silhouettes.title");
    return new Figure(
        title,
        Drawing.of(
            plot,
            "silhouettes",
            title,
            String.join(
                words.text("semicolon"),
                profile.silhouettes().entrySet().stream()
                    .map(it -> it.getKey() + ": " + words.number(it.getValue(), 2))
                    .toList())),
        List.of(
            new Entry(Ink.REFERENCE, Shape.LINE, words.text("legend.tried")),
            new Entry(Ink.SECOND, Shape.DOT, words.text("legend.taken"))),
        words.text("silhouettes.reading"));
  }
}
