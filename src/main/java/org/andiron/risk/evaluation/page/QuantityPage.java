package org.andiron.risk.evaluation.page;

import java.util.List;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Interval;
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityErrors;
import org.andiron.risk.evaluation.QuantityEvaluation;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantitySample;
import org.andiron.risk.evaluation.QuantitySettings;
import org.andiron.risk.page.HtmlPage;
import org.jsoup.nodes.Element;

/** A report on predictions of numbers as one page of HTML, such as {@link EvaluationPage} is. */
public final class QuantityPage {

  private final QuantityReport report;
  private final QuantityEvaluation evaluation;
  private final Words words;
  private final Amounts amounts;
  private final HtmlPage page;
  private final QuantityTables tables;
  private final QuantityPlots plots;

  private QuantityPage(QuantityReport report, ReportLanguage language) {
    this.report = report;
    this.evaluation = report.evaluation();
    this.words = new Words(language);
    this.amounts = new Amounts(words, report);
    this.page = new HtmlPage(language.tag(), words.text("title", report.model().name()), words);
    this.tables = new QuantityTables(evaluation, words, amounts, page);
    this.plots = new QuantityPlots(report, words, amounts);
  }

  /** The page. */
  public static String of(QuantityReport report, ReportLanguage language) {
    return new QuantityPage(report, language).page().html();
  }

  private HtmlPage page() {
    header(page.header());
    glance(page.section("key"));
    agreement(page.section("agreement"));
    residuals(page.section("residuals"));
    subgroups(page.section("subgroups"));
    leakage(page.section("leakage"));
    Element sources = page.section("how").appendElement("ul").addClass("sources");
    for (String key : List.of("how.explained", "how.line", "how.cells", "how.bootstrap")) {
      sources.appendElement("li").text(words.text(key));
    }
    return page;
  }

  private void header(Element header) {
    QuantitySample sample = evaluation.sample();
    QuantitySettings settings = evaluation.settings();
    ModelFacts facts = new ModelFacts(words);
    facts.header(
        header,
        report.model(),
        words.text(
            "fact.sample.quantity",
            words.count(sample.rows()),
            words.count(sample.patients()),
            amounts.full(sample.meanObserved()),
            amounts.full(sample.deviation())),
        facts.intervals(
            settings.level(), settings.resamples(), evaluation.resampling(), settings.seed()));
  }

  private void glance(Element section) {
    QuantityErrors errors = evaluation.errors();
    sentence(
        section,
        words.text(
            "glance.half",
            amounts.figure(errors.medianAbsolute()),
            amounts.full(evaluation.sample().meanPrediction()),
            amounts.full(evaluation.sample().meanObserved())));
    Element cards = section.appendElement("ul").addClass("cards");
    amount(cards, "key.rmse", errors.rootMeanSquare());
    amount(cards, "key.mae", errors.meanAbsolute());
    amount(cards, "key.median", errors.medianAbsolute());
    ratio(cards, "key.explained", errors.explained());
    amount(cards, "key.bias", errors.bias());
    ratio(cards, "key.line.slope", evaluation.calibration().slope());
    amount(cards, "key.line.intercept", evaluation.calibration().intercept());
  }

  private void amount(Element cards, String key, Estimate estimate) {
    card(cards, key, amounts.figure(estimate), amounts.between(estimate));
  }

  private void ratio(Element cards, String key, Estimate estimate) {
    card(cards, key, words.figure(estimate), words.between(estimate));
  }

  private void card(Element cards, String key, String figure, String between) {
    Element card = cards.appendElement("li");
    // Blanks, so that what is read out or copied does not run together.
    card.appendElement("span").addClass("name").text(words.text(key));
    card.appendText(" ").appendElement("strong").text(figure);
    card.appendText(" ").appendElement("span").addClass("between").text(between);
    card.appendText(" ")
        .appendElement("span")
        .addClass("meaning")
        .text(words.text(key + ".meaning"));
  }

  private static void sentence(Element section, String text) {
    section.appendElement("p").text(text);
  }

  private void agreement(Element section) {
    plots.agreement().appendTo(section).addClass("wide");
    Element details = section.appendElement("details");
    details.appendElement("summary").text(words.text("bins.summary"));
    tables.bins(details);
  }

  private void residuals(Element section) {
    Element pair = section.appendElement("div").addClass("pair");
    plots.residuals().appendTo(pair);
    plots.histogram().appendTo(pair);
  }

  private void subgroups(Element section) {
    if (evaluation.subgroups().isEmpty()) {
      sentence(section, words.text("subgroups.none"));
      return;
    }
    sentence(
        section,
        words.text(
            "subgroups.reading.quantity", words.count(evaluation.settings().sufficientRows())));
    tables.subgroups(section);
    tables.gaps(section);
  }

  private void leakage(Element section) {
    PermutedOutcomes permuted = report.permutedOutcomes();
    if (permuted == null) {
      sentence(section, words.text("leakage.none"));
      return;
    }
    sentence(
        section,
        words.text(
                "leakage.quantity",
                words.count(permuted.explained().size()),
                words.number(permuted.mean()),
                words.number(
                    permuted.explained().stream()
                        .flatMap(it -> it.between().stream())
                        .mapToDouble(Interval::low)
                        .max()
                        .orElse(permuted.mean())))
            + ' '
            + words.text("leakage." + permuted.finding()));
  }
}
