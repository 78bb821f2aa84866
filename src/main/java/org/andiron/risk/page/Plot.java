package org.andiron.risk.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot as Lets-Plot takes it: layers over two axes.
 *
 * @see <a href="https://lets-plot.org">Lets-Plot</a>
 */
public final class Plot {

  static final int LONGEST_LABEL = 20;

  private final List<Object> layers = new ArrayList<>();
  private final List<Object> scales = new ArrayList<>();
  private final double width;
  private final double height;
  private final Map<String, String> longNames = new LinkedHashMap<>();
  private boolean named;

  /** A plot of that size, in points. */
  public Plot(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /**
   * A horizontal or vertical axis.
   *
   * @param axis {@code x} or {@code y}
   * @param breaks where there are lines
   * @param labels of them
   */
  public Plot axis(
      String axis, String name, double from, double to, List<Double> breaks, List<String> labels) {
    scales.add(
        map(
            "aesthetic",
            axis,
            "name",
            name,
            "limits",
            list(from, to),
            "expand",
            list(0.0, 0.0),
            "breaks",
            new ArrayList<>(breaks),
            "labels",
            new ArrayList<>(labels)));
    return this;
  }

  /**
   * A vertical axis of names, without lines.
   *
   * @param places of the names, from 0
   */
  public Plot names(List<Double> places, List<String> names) {
    named = true;
    List<String> labels = new ArrayList<>();
    for (String name : names) {
      // Lets-Plot cuts off longer ones; what stands for them is exchanged in the drawing.
      String label = name;
      if (name.length() > LONGEST_LABEL) {
        label = "n".repeat(LONGEST_LABEL - 3) + (100 + longNames.size());
        longNames.put(label, name);
      }
      labels.add(label);
    }
    return axis("y", "", -0.6, names.size() - 0.4, places, labels);
  }

  /** Names by the labels that stand for them in the drawing. */
  Map<String, String> longNames() {
    return longNames;
  }

  /** A line through points, from left to right. */
  public Plot line(Ink ink, double thickness, boolean dashed, Series points) {
    layers.add(
        layer(
            "path",
            points.data(),
            map("x", "x", "y", "y"),
            "color",
            ink.colour(),
            "size",
            thickness,
            "linetype",
            dashed ? "dashed" : "solid"));
    return this;
  }

  /** A band between low and high. */
  public Plot band(Ink ink, Series points) {
    layers.add(
        layer(
            "ribbon",
            points.data(),
            map("x", "x", "ymin", "low", "ymax", "high"),
            "fill",
            ink.colour(),
            "color",
            ink.colour(),
            "size",
            0.0,
            "alpha",
            0.18));
    return this;
  }

  /** Points. */
  public Plot points(Ink ink, double size, Series points) {
    layers.add(
        layer(
            "point", points.data(), map("x", "x", "y", "y"), "color", ink.colour(), "size", size));
    return this;
  }

  /** Points that may lie on each other, so that they are seen through. */
  public Plot dots(Ink ink, double size, Series points) {
    layers.add(
        layer(
            "point",
            points.data(),
            map("x", "x", "y", "y"),
            "color",
            ink.colour(),
            "size",
            size,
            "alpha",
            0.55));
    return this;
  }

  /** A name at a point. */
  public Plot label(double x, double y, String label) {
    layers.add(
        layer(
            "text",
            map("x", list(x), "y", list(y), "label", list(label)),
            map("x", "x", "y", "y", "label", "label")));
    return this;
  }

  /** Lines from {@code x, y} to {@code toX, toY}. */
  public Plot segments(Ink ink, double thickness, boolean dashed, Series segments) {
    layers.add(
        layer(
            "segment",
            segments.data(),
            map("x", "x", "y", "y", "xend", "toX", "yend", "toY"),
            "color",
            ink.colour(),
            "size",
            thickness,
            "linetype",
            dashed ? "dashed" : "solid"));
    return this;
  }

  /** Filled boxes from {@code x, y} to {@code toX, toY}. */
  public Plot boxes(Ink ink, Series boxes) {
    layers.add(
        layer(
            "rect",
            boxes.data(),
            map("xmin", "x", "ymin", "y", "xmax", "toX", "ymax", "toY"),
            "fill",
            ink.colour(),
            "color",
            ink.colour(),
            "size",
            0.0,
            "alpha",
            0.85));
    return this;
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  /** As Lets-Plot takes it. */
  Map<String, Object> specification() {
    Map<String, Object> none = map("name", "blank", "blank", true);
    Map<String, Object> theme =
        map(
            "name",
            "minimal",
            "legend_position",
            "none",
            "panel_grid_minor",
            none,
            "panel_grid_major",
            map("name", "line", "color", Ink.GRID.colour(), "size", 1.0),
            "axis_ticks",
            none,
            "axis_line",
            none,
            "axis_text_x",
            map("name", "text", "angle", 0.0),
            "plot_background",
            none);
    if (named) {
      theme.put("panel_grid_major_y", none);
    }
    return map(
        "kind", "plot", "mapping", map(), "layers", layers, "scales", scales, "theme", theme);
  }

  private static Map<String, Object> layer(
      String geometry, Map<String, Object> data, Map<String, Object> mapping, Object... constants) {
    Map<String, Object> layer =
        map("geom", geometry, "data", data, "mapping", mapping, "tooltips", "none");
    layer.putAll(map(constants));
    return layer;
  }

  /** Lets-Plot changes what it is given, so that it cannot be given immutable maps. */
  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static List<Object> list(Object... values) {
    return new ArrayList<>(List.of(values));
  }

  /** Columns of numbers by name. */
  public static final class Series {

    private final List<String> names;
    private final Map<String, List<Double>> columns = new LinkedHashMap<>();

    /** Empty columns. */
    public Series(String... names) {
      this.names = List.of(names);
      this.names.forEach(it -> columns.put(it, new ArrayList<>()));
    }

    /** A row, in the order of the names. */
    public Series add(double... row) {
      for (int i = 0; i < row.length; i++) {
        List<Double> column = columns.get(names.get(i));
        if (column != null) {
          column.add(row[i]);
        }
      }
      return this;
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
      return columns.values().stream().allMatch(List::isEmpty);
    }

    private Map<String, Object> data() {
      return new LinkedHashMap<>(columns);
    }
  }
}
