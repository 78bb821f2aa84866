package org.andiron.risk.evaluation.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.risk.evaluation.Calibration;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.EvaluationSettings;
import org.andiron.risk.evaluation.Overall;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.SampleSize;
import org.andiron.risk.page.Figure;
import org.andiron.risk.page.HtmlPage;
import org.jsoup.nodes.Element;

/**
 * A report as one page of HTML that needs nothing else: no script, no letters and no pictures from
 * elsewhere. By day and by night, on paper, in two languages. The same report gives the same page.
 */
public final class EvaluationPage {

  private static final double PAIRS = 100;

  private final EvaluationReport report;
  private final Evaluation evaluation;
  private final Words words;
  private final HtmlPage page;
  private final PageTables tables;

  private EvaluationPage(EvaluationReport report, ReportLanguage language) {
    this.report = report;
    this.evaluation = report.evaluation();
    this.words = new Words(language);
    this.page = new HtmlPage(language.tag(), words.text("title", report.model().name()), words);
    this.tables = new PageTables(evaluation, words, page);
  }

  /** The page. */
  public static String of(EvaluationReport report, ReportLanguage language) {
    return new EvaluationPage(report, language).page().html();
  }

  /** The style sheet within the page, for whoever has to allow it by its hash. */
  public static String styleSheet() {
    return HtmlPage.styleSheet();
  }

  private HtmlPage page() {
    header(page.header());
    glance(page.section("key"));
    discrimination(page.section("discrimination"));
    calibration(page.section("calibration"));
    decision(page.section("decision"));
    subgroups(page.section("subgroups"));
    leakage(page.section("leakage"));
    how(page.section("how"));
    return page;
  }

  private void header(Element header) {
    SampleSize sample = evaluation.sample();
    EvaluationSettings settings = evaluation.settings();
    ModelFacts facts = new ModelFacts(words);
    facts.header(
        header,
        report.model(),
        words.text(
            "fact.sample.text",
            words.count(sample.rows()),
            words.count(sample.patients()),
            words.count(sample.events()),
            words.percent(sample.frequency())),
        facts.intervals(
            settings.level(), settings.resamples(), evaluation.resampling(), settings.seed()));
  }

  private void glance(Element section) {
    SampleSize sample = evaluation.sample();
    evaluation
        .discrimination()
        .auroc()
        .figure()
        .ifPresent(
            it -> sentence(section, words.text("glance.pairs", words.number(PAIRS * it, 0))));
    sentence(
        section,
        words.text(
            "glance.large",
            words.number(PAIRS * sample.meanPrediction(), 1),
            words.number(PAIRS * sample.frequency(), 1)));
    Element cards = section.appendElement("ul").addClass("cards");
    Calibration calibration = evaluation.calibration();
    Overall overall = evaluation.overall();
    card(cards, "key.auroc", evaluation.discrimination().auroc(), words.text("key.auroc.meaning"));
    card(
        cards,
        "key.auprc",
        evaluation.discrimination().auprc(),
        words.text("key.auprc.meaning", words.number(sample.frequency())));
    card(cards, "key.slope", calibration.slope(), words.text("key.slope.meaning"));
    card(cards, "key.intercept", calibration.intercept(), words.text("key.intercept.meaning"));
    card(cards, "key.index", calibration.integratedIndex(), words.text("key.index.meaning"));
    card(cards, "key.brier", overall.brier(), brier(overall));
  }

  private String brier(Overall overall) {
    if (overall.scaledBrier().figure().isEmpty()) {
      return words.text("key.brier.meaning");
    }
    double scaled = overall.scaledBrier().figure().getAsDouble();
    return words.text(
        scaled < 0 ? "key.brier.meaning.worse" : "key.brier.meaning.better",
        words.percent(Math.abs(scaled)));
  }

  private static void sentence(Element section, String text) {
    section.appendElement("p").text(text);
  }

  private void card(Element cards, String key, Estimate estimate, String meaning) {
    Element card = cards.appendElement("li");
    // Blanks, so that what is read out or copied does not run together.
    card.appendElement("span").addClass("name").text(words.text(key));
    card.appendText(" ").appendElement("strong").text(words.figure(estimate));
    card.appendText(" ").appendElement("span").addClass("between").text(words.between(estimate));
    card.appendText(" ").appendElement("span").addClass("meaning").text(meaning);
  }

  private void discrimination(Element section) {
    Element pair = section.appendElement("div").addClass("pair");
    DiscriminationFigures figures = new DiscriminationFigures(evaluation, words);
    figureOrNot(pair, figures.roc(), evaluation.discrimination().auroc());
    figureOrNot(pair, figures.precisionRecall(), evaluation.discrimination().auprc());
  }

  private void figureOrNot(Element parent, Optional<Figure> figure, Estimate estimate) {
    figure.ifPresentOrElse(
        it -> it.appendTo(parent),
        () -> sentence(parent, words.text("missing", words.between(estimate))));
  }

  private void calibration(Element section) {
    new CalibrationFigure(evaluation, words).drawn().appendTo(section).addClass("wide");
    tables.bins(details(section, "bins.summary"));
    tables.overall(details(section, "overall.summary"));
  }

  private Element details(Element section, String key) {
    Element details = section.appendElement("details");
    details.appendElement("summary").text(words.text(key));
    return details;
  }

  private void decision(Element section) {
    new DecisionFigure(evaluation, words).drawn().appendTo(section).addClass("wide");
    tables.thresholds(section);
  }

  private void subgroups(Element section) {
    if (evaluation.subgroups().isEmpty()) {
      sentence(section, words.text("subgroups.none"));
      return;
    }
    EvaluationSettings settings = evaluation.settings();
    sentence(
        section,
        words.text(
            "subgroups.reading",
            words.count(settings.sufficientEvents()),
            words.percent(settings.comparisonThreshold(), 2)));
    ForestFigures figures = new ForestFigures(evaluation, words);
    List<Figure> forests =
        Stream.of(figures.byAuroc(), figures.byCalibration()).flatMap(Optional::stream).toList();
    if (!forests.isEmpty()) {
      Element pair = section.appendElement("div").addClass("pair");
      forests.forEach(it -> it.appendTo(pair));
    }
    tables.subgroups(section);
    tables.gaps(section);
  }

  private void leakage(Element section) {
    PermutedLabels labels = report.permutedLabels();
    if (labels == null) {
      sentence(section, words.text("leakage.none"));
      return;
    }
    sentence(
        section,
        words.text(
                "leakage.text",
                words.count(labels.aurocs().size()),
                words.number(labels.mean()),
                words.number(0.5 - labels.tolerance(), 2),
                words.number(0.5 + labels.tolerance(), 2))
            + ' '
            + words.text("leakage." + labels.finding(), words.number(labels.standardError())));
  }

  private void how(Element section) {
    Element sources = section.appendElement("ul").addClass("sources");
    for (String key :
        List.of("how.auroc", "how.calibration", "how.overall", "how.decision", "how.bootstrap")) {
      sources.appendElement("li").text(words.text(key));
    }
  }
}
