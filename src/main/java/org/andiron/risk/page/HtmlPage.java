package org.andiron.risk.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;

/**
 * A page of HTML that needs nothing else: no script, no letters and no pictures from elsewhere. By
 * day and by night, and on paper.
 */
public final class HtmlPage {

  private static final String STYLE = style();

  private final Document document = new Document("");
  private final Element main;
  private final PageWords words;

  /**
   * An empty page.
   *
   * @param language as BCP 47 names it
   * @param title in the head alone
   */
  public HtmlPage(String language, String title, PageWords words) {
    this.words = words;
    document.outputSettings().prettyPrint(false).charset(StandardCharsets.UTF_8);
    document.appendChild(new DocumentType("html", "", ""));
    Element html = document.appendElement("html").attr("lang", language);
    Element head = html.appendElement("head");
    head.appendElement("meta").attr("charset", "utf-8");
    head.appendElement("meta")
        .attr("name", "viewport")
        .attr("content", "width=device-width, initial-scale=1");
    head.appendElement("meta").attr("name", "referrer").attr("content", "no-referrer");
    head.appendElement("title").text(title);
    head.appendElement("style").appendChild(new DataNode(STYLE));
    main = html.appendElement("body").appendElement("main");
  }

  /** The style sheet within each page, for whoever has to allow it by its hash. */
  public static String styleSheet() {
    return STYLE;
  }

  private static String style() {
    try (InputStream stream =
        Objects.requireNonNull(HtmlPage.class.getResourceAsStream("/risk/page.css"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page begins. */
  public Element header() {
    return main.appendElement("header");
  }

  /** A part with the text of the key as its heading. */
  public Element section(String key) {
    Element section = main.appendElement("section").attr("aria-labelledby", key);
    section.appendElement("h2").attr("id", key).text(words.text(key));
    return section;
  }

  /** A table, in what scrolls where it is too wide; its body. */
  public Element table(Element parent, String caption, List<String> columns) {
    Element scroll =
        parent
            .appendElement("div")
            .addClass("scroll")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", words.text(caption));
    Element table = scroll.appendElement("table");
    table.appendElement("caption").text(words.text(caption));
    Element head = table.appendElement("thead").appendElement("tr");
    for (String column : columns) {
      head.appendElement("th").attr("scope", "col").text(words.text(column));
    }
    return table.appendElement("tbody");
  }

  /** The whole of it. */
  public String html() {
    return document.outerHtml();
  }
}
