package org.andiron.risk.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.risk.evaluation.EvaluatedModel;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.Reports;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluationPageTest {

  private static final EvaluationReport TYPICAL = Reports.typical(4000, 40);

  private static String text(ReportLanguage language) {
    return EvaluationPage.of(TYPICAL, language);
  }

  private static Document page(EvaluationReport report, ReportLanguage language) {
    return Jsoup.parse(EvaluationPage.of(report, language));
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void needsNothingFromElsewhere(ReportLanguage language) {
    Document page = page(TYPICAL, language);
    assertThat(page.select("script, link, img, iframe, object, embed, image, use")).isEmpty();
    assertThat(page.select("[src], [href], [xlink:href], [style], [onclick]")).isEmpty();
    assertThat(page.expectFirst("style").data()).doesNotContain("url(", "@import", "@font-face");
    Matcher addresses = Pattern.compile("https?://[^\"' ]*").matcher(text(language));
    while (addresses.find()) {
      assertThat(addresses.group()).startsWith("http://www.w3.org/"); // names of SVG
    }
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void samePageForTheSameReport(ReportLanguage language) {
    assertThat(text(language)).isEqualTo(text(language));
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void plotsSayWhatTheyShow(ReportLanguage language) {
    List<Element> plots = page(TYPICAL, language).select("svg.plot");
    assertThat(plots).hasSize(6);
    for (Element plot : plots) {
      assertThat(plot.attr("role")).isEqualTo("img");
      List<String> named = List.of(plot.attr("aria-labelledby").split(" "));
      assertThat(plot.child(0).normalName()).isEqualTo("title");
      assertThat(plot.child(0).text()).isNotBlank();
      assertThat(plot.child(1).normalName()).isEqualTo("desc");
      assertThat(plot.child(1).text()).isNotBlank();
      assertThat(named).containsExactly(plot.child(0).id(), plot.child(1).id());
      assertThat(plot.attr("viewBox")).matches("-?\\d+ 0 \\d+ \\d+");
      assertThat(plot.select("style")).isEmpty();
    }
  }

  @Test
  void plotsTakeTheirColoursFromTheStyleSheet() {
    for (Element plot : page(TYPICAL, ReportLanguage.ENGLISH).select("svg.plot")) {
      for (Element drawn : plot.select("circle, g[clip-path] path, line")) {
        assertThat(drawn.className()).as(drawn.outerHtml()).matches(".*(fill|stroke)-.*");
      }
    }
  }

  @Test
  void curvesHaveAsManyPointsAsTheReport() {
    Document page = page(TYPICAL, ReportLanguage.ENGLISH);
    Element calibration = page.select("svg.plot").get(2);
    assertThat(calibration.select("circle.fill-third"))
        .hasSize(TYPICAL.evaluation().calibration().bins().size());
    assertThat(page.select("svg.plot").get(0).select("circle.fill-second"))
        .hasSize(TYPICAL.evaluation().thresholds().size());
    Element forest = page.select("svg.plot").get(4);
    assertThat(forest.select("circle.fill-model"))
        .hasSize(
            TYPICAL.evaluation().subgroups().stream().mapToInt(it -> it.groups().size()).sum());
  }

  @Test
  void longNamesOfGroupsAreNotCutOff() {
    Element forest = page(TYPICAL, ReportLanguage.ENGLISH).select("svg.plot").get(4);
    assertThat(forest.select("text").eachText())
        .contains("Black or African American", "Female")
        .noneMatch(it -> it.contains("..") || it.contains("nnn"));
    assertThat(forest.attr("viewBox")).startsWith("-");
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void headingsAndTablesAreInOrder(ReportLanguage language) {
    Document page = page(TYPICAL, language);
    assertThat(page.expectFirst("html").attr("lang")).isEqualTo(language.tag());
    assertThat(page.select("h1")).hasSize(1);
    int level = 0;
    for (Element heading : page.select("h1, h2, h3")) {
      int next = heading.normalName().charAt(1) - '0';
      assertThat(next).isLessThanOrEqualTo(level + 1);
      level = next;
    }
    assertThat(page.select("table")).hasSize(5);
    for (Element table : page.select("table")) {
      assertThat(table.expectFirst("caption").text()).isNotBlank();
      assertThat(table.select("thead th[scope=col]")).isNotEmpty();
      for (Element row : table.select("tbody tr")) {
        assertThat(row.select("th[scope]")).hasSize(1);
      }
    }
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    for (String labels : page.select("[aria-labelledby]").eachAttr("aria-labelledby")) {
      assertThat(ids).contains(labels.split(" "));
    }
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void nothingIsLeftToFillIn(ReportLanguage language) {
    for (EvaluationReport report : List.of(TYPICAL, Reports.withoutEvents())) {
      Document page = page(report, language);
      assertThat(page.text()).doesNotContainPattern("\\{\\d").doesNotContain("NaN", "''", "null");
      assertThat(page.select("p, td, th, li, dd, caption, h2, h3").eachText())
          .noneMatch(it -> it.contains("$"));
    }
  }

  @Test
  void figuresAreThoseOfTheReport() {
    Document page = page(TYPICAL, ReportLanguage.ENGLISH);
    double auroc = TYPICAL.evaluation().discrimination().auroc().figure().getAsDouble();
    assertThat(page.select(".cards li").get(0).text())
        .startsWith("AUROC " + String.format("%.3f", auroc));
    assertThat(page.select("dd").eachText()).contains("November 29, 2026 14:00 UTC");
    assertThat(page.text()).contains("4,000 predictions for 2,000 patients");
    assertThat(page.select(".warning").text()).contains("synthetic");
  }

  @Test
  void textsOfTheReportAreTexts() {
    Document page = page(Reports.withoutEvents(), ReportLanguage.ENGLISH);
    assertThat(page.select("dd").eachText()).contains("<b>Outcome</b> & more");
    assertThat(page.select("b")).isEmpty();
    assertThat(page.select(".warning")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ENGLISH, nobody had the outcome", "SIMPLIFIED_CHINESE, 无人出现结局"})
  void whatIsUndefinedSaysWhy(ReportLanguage language, String why) {
    Document page = page(Reports.withoutEvents(), language);
    assertThat(page.select(".cards .between").eachText()).contains(why);
    assertThat(page.select("#discrimination ~ .pair p").eachText())
        .allMatch(it -> it.contains(why));
  }

  @ParameterizedTest
  @CsvSource({"0.505, 0.001, as it should", "0.6, 0.01, has seen", "0.6, 0.09, could not be told"})
  void leaksAreNamed(double mean, double error, String said) {
    EvaluationReport report =
        new EvaluationReport(
            TYPICAL.model(),
            TYPICAL.evaluation(),
            new PermutedLabels(List.of(mean), mean, error, 0.02));
    assertThat(page(report, ReportLanguage.ENGLISH).select("#leakage ~ p").text()).contains(said);
  }

  @Test
  void bothLanguagesHaveTheSameTexts() throws IOException {
    Properties english = properties("");
    Properties chinese = properties("_zh_CN");
    assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(arguments(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(arguments(english.getProperty(key)));
      if (english.getProperty(key).contains("{")) {
        assertThat(english.getProperty(key)).as(key).doesNotContain("'");
      }
    }
  }

  private static List<String> arguments(String text) {
    List<String> found = new ArrayList<>();
    Matcher arguments = Pattern.compile("\\{(\\d)}").matcher(text);
    while (arguments.find()) {
      found.add(arguments.group(1));
    }
    return found.stream().sorted().toList();
  }

  private static Properties properties(String language) throws IOException {
    Properties properties = new Properties();
    try (InputStream stream =
        Objects.requireNonNull(
            EvaluationPageTest.class.getResourceAsStream(
                "/risk/evaluation-report" + language + ".properties"))) {
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
    return properties;
  }

  /** Contrast of WCAG 2.2: 4.5 for texts, 3 for what is drawn. */
  @ParameterizedTest
  @CsvSource({"text, 4.5", "quiet, 4.5", "model, 4.5", "second, 3", "third, 3", "reference, 3"})
  void coloursStandOutByDayAndByNight(String name, double contrast) {
    String style = EvaluationPage.styleSheet();
    int night = style.indexOf("prefers-color-scheme: dark");
    for (String scheme : List.of(style.substring(0, night), style.substring(night))) {
      for (String ground : List.of("paper", "panel")) {
        double one = luminance(colour(scheme, name)) + 0.05;
        double other = luminance(colour(scheme, ground)) + 0.05;
        assertThat(Math.max(one, other) / Math.min(one, other))
            .as("%s on %s", name, ground)
            .isGreaterThanOrEqualTo(contrast);
      }
    }
  }

  private static int colour(String style, String name) {
    Matcher colour = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(style);
    assertThat(colour.find()).isTrue();
    return Integer.parseInt(colour.group(1), 16);
  }

  private static double luminance(int colour) {
    double[] parts = new double[3];
    for (int i = 0; i < 3; i++) {
      double part = ((colour >> (16 - 8 * i)) & 0xFF) / 255.0;
      parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  }

  @Test
  void plotsAreWellFormed() {
    for (Element plot : Jsoup.parse(text(ReportLanguage.ENGLISH)).select("svg.plot")) {
      Parser strict = Parser.xmlParser().setTrackErrors(10);
      strict.parseInput(plot.outerHtml(), "");
      assertThat(strict.getErrors()).isEmpty();
    }
  }

  @Test
  void aModelWithoutNotesOrGroupsHasAPageToo() {
    EvaluatedModel model = Reports.withoutEvents().model();
    assertThat(
            page(
                    new EvaluationReport(model, Reports.withoutEvents().evaluation(), null),
                    ReportLanguage.SIMPLIFIED_CHINESE)
                .select("#leakage ~ p")
                .text())
        .isEqualTo("未对该模型做此检查。");
  }
}
