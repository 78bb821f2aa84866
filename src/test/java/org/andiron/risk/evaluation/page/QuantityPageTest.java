package org.andiron.risk.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.risk.evaluation.EvaluationReportJson;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantityReportJson;
import org.andiron.risk.evaluation.QuantityReports;
import org.andiron.risk.evaluation.Reports;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantityPageTest {

  private static final QuantityReport TYPICAL = QuantityReports.typical(2000, 40);

  private static Document page(QuantityReport report, ReportLanguage language) {
    return Jsoup.parse(QuantityPage.of(report, language));
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void needsNothingFromElsewhere(ReportLanguage language) {
    String text = QuantityPage.of(TYPICAL, language);
    Document page = Jsoup.parse(text);
    assertThat(page.select("script, link, img, iframe, object, embed, image, use")).isEmpty();
    assertThat(page.select("[src], [href], [xlink:href], [style], [onclick]")).isEmpty();
    Matcher addresses = Pattern.compile("https?://[^\"' ]*").matcher(text);
    while (addresses.find()) {
      assertThat(addresses.group()).startsWith("http://www.w3.org/"); // names of SVG
    }
    assertThat(QuantityPage.of(TYPICAL, language)).isEqualTo(text);
    assertThat(page.expectFirst("html").attr("lang")).isEqualTo(language.tag());
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void plotsSayWhatTheyShow(ReportLanguage language) {
    List<Element> plots = page(TYPICAL, language).select("svg.plot");
    assertThat(plots).hasSize(3);
    for (Element plot : plots) {
      assertThat(plot.attr("role")).isEqualTo("img");
      assertThat(plot.child(0).text()).isNotBlank();
      assertThat(plot.child(1).text()).isNotBlank();
      for (Element drawn : plot.select("circle, g[clip-path] path, line")) {
        assertThat(drawn.className()).as(drawn.outerHtml()).matches(".*(fill|stroke)-.*");
      }
      Parser strict = Parser.xmlParser().setTrackErrors(10);
      strict.parseInput(plot.outerHtml(), "");
      assertThat(strict.getErrors()).isEmpty();
    }
  }

  @Test
  void plotsHaveAsManyPointsAsTheReport() {
    List<Element> plots = page(TYPICAL, ReportLanguage.ENGLISH).select("svg.plot");
    var evaluation = TYPICAL.evaluation();
    assertThat(plots.get(0).select("circle.fill-model")).hasSize(evaluation.agreement().size());
    assertThat(plots.get(0).select("circle.fill-second"))
        .hasSize(evaluation.calibration().bins().size());
    assertThat(plots.get(1).select("circle.fill-model")).hasSize(evaluation.residuals().size());
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void nothingIsLeftToFillIn(ReportLanguage language) {
    for (QuantityReport report : List.of(TYPICAL, QuantityReports.ofOne())) {
      Document page = page(report, language);
      assertThat(page.text()).doesNotContainPattern("\\{\\d").doesNotContain("NaN", "''", "null");
      assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
      for (Element table : page.select("table")) {
        int columns = table.select("thead th").size();
        for (Element row : table.select("tbody tr")) {
          int cells =
              row.children().stream()
                  .mapToInt(it -> it.hasAttr("colspan") ? Integer.parseInt(it.attr("colspan")) : 1)
                  .sum();
          assertThat(cells).isEqualTo(columns);
        }
      }
    }
  }

  @Test
  void figuresAreThoseOfTheReportInItsUnit() {
    Document page = page(TYPICAL, ReportLanguage.ENGLISH);
    double error = TYPICAL.evaluation().errors().rootMeanSquare().figure().orElseThrow();
    assertThat(page.select(".cards li").get(0).text().replace('\u00A0', ' '))
        .startsWith("Root mean squared error %.1f mm[Hg] ".formatted(error));
    double explained = TYPICAL.evaluation().errors().explained().figure().orElseThrow();
    assertThat(page.select(".cards li").get(3).text()).startsWith("R² %.3f ".formatted(explained));
    assertThat(page.text()).contains("2,000 predictions for 1,000 patients", "insufficient");
    assertThat(page.select("dd").eachText()).contains("<b>Systolic</b> blood pressure");
    assertThat(page.select("#leakage ~ p").text()).contains("as it should");
    assertThat(page.select(".warning").text()).contains("synthetic");
  }

  @Test
  void whatIsUndefinedSaysWhy() {
    assertThat(
            page(QuantityReports.ofOne(), ReportLanguage.ENGLISH)
                .select(".cards .between")
                .eachText())
        .contains("all outcomes are the mean of the training", "all predictions are equal");
  }

  @Test
  void eachKindOfReportHasItsPage() {
    assertThat(
            ReportPages.of(QuantityReportJson.encode(TYPICAL), ReportLanguage.SIMPLIFIED_CHINESE))
        .isEqualTo(QuantityPage.of(TYPICAL, ReportLanguage.SIMPLIFIED_CHINESE));
    var other = Reports.typical(400, 5);
    assertThat(ReportPages.of(EvaluationReportJson.encode(other), ReportLanguage.ENGLISH))
        .isEqualTo(EvaluationPage.of(other, ReportLanguage.ENGLISH));
  }
}
