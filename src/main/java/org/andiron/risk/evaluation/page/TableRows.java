package org.andiron.risk.evaluation.page;

import org.jsoup.nodes.Element;

/** Rows of tables, and what is in them. */
final class TableRows {

  private TableRows() {}

  /** A row with its name as its heading. */
  static Element row(Element body, String name) {
    Element row = body.appendElement("tr");
    row.appendElement("th").attr("scope", "row").text(name);
    return row;
  }

  static void cell(Element row, String text) {
    row.appendElement("td").text(text);
  }

  /**
   * A figure with its interval.
   *
   * @param between empty if there is none
   */
  static void cell(Element row, String figure, String between) {
    Element cell = row.appendElement("td").text(figure);
    if (!between.isEmpty()) {
      cell.appendText(" ");
      cell.appendElement("small").text(between);
    }
  }
}
