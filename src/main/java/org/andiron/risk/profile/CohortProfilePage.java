package org.andiron.risk.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.andiron.risk.page.HtmlPage;
import org.andiron.risk.profile.CohortProfile.Level;
import org.andiron.risk.profile.CohortProfile.Origin;
import org.andiron.risk.profile.CohortProfile.Segment;
import org.andiron.risk.profile.CohortProfile.Trait;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A profile as one page of HTML that needs nothing else. The same profile gives the same page. */
public final class CohortProfilePage {

  /** From where on a difference is told of, in standard deviations: what J. Cohen calls small. */
  private static final double NOTABLE = 0.2;

  /** Below, silhouettes say that no structure was found (Kaufman and Rousseeuw, 1990). */
  private static final double NO_STRUCTURE = 0.25;

  private static final double WEAK = 0.5;

  private static final int MOST_ON_CARD = 6;
  private static final int MOST_IN_TABLE = 5;

  /** Where the bars of a card end. */
  private static final double REACH = 2;

  private final CohortProfile profile;
  private final ProfileWords words;
  private final ProfileFigures figures;
  private final HtmlPage page;

  private CohortProfilePage(CohortProfile profile, ReportLanguage language) {
    this.profile = profile;
    this.words = new ProfileWords(language);
    this.figures = new ProfileFigures(profile, words);
    this.page =
        new HtmlPage(
            language.tag(), words.text("title", words.of(profile.origin().title())), words);
  }

  /** The page. */
  public static String of(CohortProfile profile, ReportLanguage language) {
    CohortProfilePage made = new CohortProfilePage(profile, language);
    made.header(made.page.header());
    made.map(made.page.section("map"));
    made.segments(made.page.section("segments"));
    made.components(made.page.section("components"));
    made.number(made.page.section("number"));
    made.how(made.page.section("how"));
    return made.page.html();
  }

  private void header(Element header) {
    Origin origin = profile.origin();
    header.appendElement("h1").text(words.text("title", words.of(origin.title())));
    header
        .appendElement("p")
        .addClass("lead")
        .text(
            words.text(
                "lead",
                words.count(profile.patients()),
                Integer.toString(profile.segments().size())));
    if (origin.synthetic()) {
      warning(header, words.text("synthetic"));
    }
    if (profile.withheld() > 0) {
      warning(
          header,
          words.text(
              profile.withheld() == 1 ? "withheld.one" : "withheld",
              Integer.toString(profile.withheld()),
              Integer.toString(SmallCells.FEWEST)));
    }
    Element facts = header.appendElement("dl").addClass("facts");
    fact(facts, "fact.outcome", outcome());
    fact(facts, "fact.definition", origin.definition() + " " + origin.version());
    if (!profile.leftOut().isEmpty()) {
      fact(
          facts,
          "fact.leftOut",
          String.join(words.text("comma"), profile.leftOut().stream().map(words::of).toList()));
    }
    fact(facts, "fact.seed", Long.toString(origin.seed()));
    fact(facts, "fact.data", origin.data());
  }

  private String outcome() {
    String title = words.of(profile.origin().outcome());
    return words.text("fact.outcome.text", title, told(profile.outcome()));
  }

  private String told(@Nullable Double outcome) {
    return outcome == null
        ? words.text("few")
        : words.quantity(outcome, profile.origin().outcomeUnit());
  }

  private static void warning(Element header, String text) {
    header.appendElement("p").addClass("warning").attr("role", "note").text(text);
  }

  private void fact(Element facts, String key, String text) {
    facts.appendElement("dt").text(words.text(key));
    facts.appendElement("dd").text(text);
  }

  private void map(Element section) {
    section.appendElement("p").text(words.text(structure()));
    figures.map().appendTo(section).addClass("wide");
  }

  private String structure() {
    return profile.silhouette() < NO_STRUCTURE
        ? "structure.none"
        : profile.silhouette() < WEAK ? "structure.weak" : "structure.clear";
  }

  private void segments(Element section) {
    section.appendElement("p").text(words.text("segments.reading"));
    Element cards = section.appendElement("div").addClass("segments");
    profile.segments().forEach(it -> card(cards, it));
    table(section);
  }

  private void card(Element cards, Segment segment) {
    Element card = cards.appendElement("article").addClass("segment");
    Element heading = card.appendElement("h3");
    String ink = ProfileWords.ink(segment.number()).style();
    heading
        .appendElement("svg")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .appendElement("circle")
        .addClass("fill-" + ink)
        .attr("cx", "8")
        .attr("cy", "8")
        .attr("r", "7");
    heading.appendText(words.text("segment", Integer.toString(segment.number())));
    card.appendElement("p").addClass("size").text(size(segment));
    card.appendElement("p")
        .addClass("quiet")
        .text(
            words.text(
                "segment.outcome",
                words.of(profile.origin().outcome()),
                told(segment.outcome()),
                told(profile.outcome())));
    List<Trait> largest = notable(segment, MOST_ON_CARD);
    if (largest.isEmpty()) {
      card.appendElement("p").text(words.text("segment.usual"));
      return;
    }
    Element list = card.appendElement("dl").addClass("bars");
    for (Trait trait : largest) {
      Level level = segment.traits().get(trait.name());
      if (level != null) {
        list.appendElement("dt").text(words.title(trait));
        Element shown = list.appendElement("dd");
        bar(shown, level.difference(), ink);
        shown.appendElement("span").text(compared(trait, level));
      }
    }
  }

  private String size(Segment segment) {
    return words.text("segment.size", words.count(segment.patients()), part(segment));
  }

  private String part(Segment segment) {
    return words.percent((double) segment.patients() / profile.patients(), 0);
  }

  private static void bar(Element shown, double difference, String ink) {
    double length = 50 * Math.min(REACH, Math.abs(difference)) / REACH;
    Element svg =
        shown
            .appendElement("svg")
            .attr("viewBox", "0 0 100 12")
            .attr("preserveAspectRatio", "none")
            .attr("aria-hidden", "true");
    svg.appendElement("rect")
        .addClass("fill-" + ink)
        .attr("x", "%.1f".formatted(difference < 0 ? 50 - length : 50))
        .attr("y", "1")
        .attr("width", "%.1f".formatted(length))
        .attr("height", "10");
    svg.appendElement("line")
        .addClass("stroke-reference")
        .attr("x1", "50")
        .attr("y1", "0")
        .attr("x2", "50")
        .attr("y2", "12")
        .attr("stroke-width", "1")
        .attr("vector-effect", "non-scaling-stroke");
  }

  private String compared(Trait trait, Level level) {
    Double average = trait.average();
    return words.text(
        "compared",
        words.level(trait, level.centre()),
        average == null ? words.text("few") : words.level(trait, average));
  }

  /** The traits by which a segment differs most from all, largest first. */
  private List<Trait> notable(Segment segment, int most) {
    return profile.traits().stream()
        .filter(it -> !it.repeated())
        .filter(
            it -> difference(segment, it, 1) >= NOTABLE || difference(segment, it, -1) >= NOTABLE)
        .sorted(Comparator.comparingDouble(it -> -Math.abs(difference(segment, it, 1))))
        .limit(most)
        .toList();
  }

  private static double difference(Segment segment, Trait trait, int sign) {
    Level level = segment.traits().get(trait.name());
    return level == null ? 0 : sign * level.difference();
  }

  private void table(Element section) {
    Element body =
        page.table(
                section,
                "table.caption",
                List.of(
                    "table.segment",
                    "table.patients",
                    "table.outcome",
                    "table.above",
                    "table.below"))
            .addClass("words");
    for (Segment segment : profile.segments()) {
      Element row = body.appendElement("tr");
      row.appendElement("th")
          .attr("scope", "row")
          .text(words.text("segment", Integer.toString(segment.number())));
      row.appendElement("td").text(size(segment));
      row.appendElement("td").text(told(segment.outcome()));
      row.appendElement("td").text(traits(segment, 1));
      row.appendElement("td").text(traits(segment, -1));
    }
  }

  private String traits(Segment segment, int sign) {
    List<String> told = new ArrayList<>();
    profile.traits().stream()
        .filter(it -> !it.repeated() || sign > 0)
        .filter(it -> difference(segment, it, sign) >= NOTABLE)
        .sorted(Comparator.comparingDouble(it -> -difference(segment, it, sign)))
        .limit(MOST_IN_TABLE)
        .forEach(
            trait -> {
              Level level = segment.traits().get(trait.name());
              if (level != null) {
                told.add(words.text("table.trait", words.title(trait), compared(trait, level)));
              }
            });
    return told.isEmpty() ? words.text("none") : String.join(words.text("semicolon"), told);
  }

  private void components(Element section) {
    section.appendElement("p").text(words.text("components.reading"));
    Element pair = section.appendElement("div").addClass("pair");
    for (int i = 0; i < Math.min(2, profile.components().size()); i++) {
      figures.loadings(i).appendTo(pair);
    }
    figures.scree().appendTo(section).addClass("wide");
  }

  private void number(Element section) {
    section
        .appendElement("p")
        .text(
            words.text(
                profile.origin().chosen() ? "number.chosen" : "number.given",
                Integer.toString(profile.segments().size() + profile.withheld()),
                words.number(profile.silhouette(), 2)));
    if (profile.silhouettes().size() > 1) {
      figures.silhouettes().appendTo(section).addClass("wide");
    }
  }

  private void how(Element section) {
    Element list = section.appendElement("ul").addClass("sources");
    for (String key :
        List.of("how.people", "how.segments", "how.components", "how.few", "how.dots")) {
      list.appendElement("li").text(words.text(key));
    }
  }
}
