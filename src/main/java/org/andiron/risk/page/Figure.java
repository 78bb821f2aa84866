package org.andiron.risk.page;

import java.util.List;
import org.jsoup.nodes.Element;

/**
 * A plot with what is said of it.
 *
 * @param legend what is drawn how
 * @param reading how to read it
 */
public record Figure(String title, Element svg, List<Entry> legend, String reading) {

  public Figure {
    legend = List.copyOf(legend);
  }

  /** How a line, a point or an area of a plot is explained. */
  public record Entry(Ink ink, Shape shape, String text) {}

  /** What a sample of the legend looks like. */
  public enum Shape {
    LINE,
    DASHES,
    DOT,
    AREA
  }

  /** Puts it at the end of an element. */
  public Element appendTo(Element parent) {
    Element element = parent.appendElement("figure");
    element.appendElement("h3").text(title);
    element.appendChild(svg);
    Element caption = element.appendElement("figcaption");
    Element list = caption.appendElement("ul").addClass("legend");
    for (Entry entry : legend) {
      Element item = list.appendElement("li");
      sample(item, entry);
      item.appendElement("span").text(entry.text());
    }
    caption.appendElement("p").text(reading);
    return element;
  }

  private static void sample(Element item, Entry entry) {
    Element svg =
        item.appendElement("svg").attr("viewBox", "0 0 32 16").attr("aria-hidden", "true");
    String ink = entry.ink().style();
    switch (entry.shape()) {
      case DOT -> shape(svg, "circle", "fill-" + ink, "cx", "16", "cy", "8", "r", "5");
      case AREA ->
          shape(
              svg,
              "rect",
              "fill-" + ink,
              "x",
              "2",
              "y",
              "1",
              "width",
              "28",
              "height",
              "14",
              "fill-opacity",
              entry.ink() == Ink.MODEL ? "0.3" : "0.85");
      case LINE -> line(svg, "stroke-" + ink, "");
      case DASHES -> line(svg, "stroke-" + ink, "7 5");
    }
  }

  private static void line(Element svg, String style, String dashes) {
    shape(svg, "line", style, "x1", "0", "y1", "8", "x2", "32", "y2", "8", "stroke-width", "3.5");
    if (!dashes.isEmpty()) {
      svg.child(0).attr("stroke-dasharray", dashes);
    }
  }

  private static void shape(Element svg, String name, String style, String... attributes) {
    Element shape = svg.appendElement(name).addClass(style);
    for (int i = 0; i < attributes.length; i += 2) {
      shape.attr(attributes[i], attributes[i + 1]);
    }
  }
}
