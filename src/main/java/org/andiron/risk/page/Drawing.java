package org.andiron.risk.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * A plot as SVG that is part of a page: it takes colours and letters from the page's style sheet,
 * grows with the page, and says in words what it shows. The same plot gives the same SVG.
 */
public final class Drawing {

  /** To the right, where half of the last label of the horizontal axis is. */
  private static final double MARGIN = 16;

  /** Width of a letter of a label, more or less. */
  private static final double LETTER = 7;

  private Drawing() {}

  /**
   * Draws.
   *
   * @param id of the plot within the page
   * @param title what it is
   * @param description what it shows, for who does not see it
   */
  public static Element of(Plot plot, String id, String title, String description) {
    String drawn =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            plot.specification(),
            new DoubleVector(plot.width(), plot.height()),
            new UnsupportedRGBEncoder(),
            false);
    Element svg = Jsoup.parse(drawn, "", Parser.xmlParser()).expectFirst("svg");
    svg.select("style").remove();
    svg.removeAttr("width").removeAttr("height");
    int longest = plot.longNames().values().stream().mapToInt(String::length).max().orElse(0);
    double left = Math.max(0, longest - Plot.LONGEST_LABEL) * LETTER;
    svg.attr(
        "viewBox",
        "%.0f 0 %.0f %.0f".formatted(-left, plot.width() + left + MARGIN, plot.height()));
    svg.select("[clip-bounds-jfx]").removeAttr("clip-bounds-jfx");
    rename(svg, id);
    colour(svg);
    svg.select("text[style]").addClass("label").removeAttr("style").removeAttr("fill-opacity");
    for (Element text : svg.select("text, tspan")) {
      if (text.childrenSize() == 0) {
        String label = text.text().strip();
        text.text(plot.longNames().getOrDefault(label, label));
      }
    }
    svg.traverse(
        (node, depth) -> {
          if (node instanceof TextNode text && text.isBlank()) {
            text.text("");
          }
        });
    svg.attr("class", "plot");
    svg.attr("role", "img");
    svg.attr("aria-labelledby", id + "-title " + id + "-text");
    svg.prependElement("desc").attr("id", id + "-text").text(description);
    svg.prependElement("title").attr("id", id + "-title").text(title);
    return svg;
  }

  /** Lets-Plot's identifiers are random. */
  private static void rename(Element svg, String prefix) {
    Map<String, String> names = new HashMap<>();
    for (Element element : svg.select("[id]")) {
      String name = prefix + '-' + names.size();
      names.put(element.id(), name);
      element.attr("id", name);
    }
    for (Element element : svg.getAllElements()) {
      List<Attribute> references = new ArrayList<>();
      for (Attribute attribute : element.attributes()) {
        if (attribute.getValue().startsWith("url(#")) {
          references.add(attribute);
        }
      }
      for (Attribute reference : references) {
        String old = reference.getValue().substring("url(#".length()).replace(")", "");
        element.attr(reference.getKey(), "url(#" + names.getOrDefault(old, old) + ')');
      }
    }
  }

  private static void colour(Element svg) {
    for (Ink ink : Ink.values()) {
      for (String colour : List.of(ink.rgb(), ink.colour())) {
        svg.getElementsByAttributeValue("fill", colour).addClass("fill-" + ink.style());
        svg.getElementsByAttributeValue("stroke", colour).addClass("stroke-" + ink.style());
      }
    }
  }
}
