package org.andiron.risk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Pattern;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CohortProfilePageTest {

  private static final CohortProfile PROFILE =
      CohortProfiler.of(Planted.READMISSION, Planted.three().collected(), OptionalInt.empty());

  private static final CohortProfile WITHHELD =
      CohortProfiler.of(
          Planted.READMISSION,
          Planted.three().group("few", 10, 82, 300, false, 2).collected(),
          OptionalInt.empty());

  private static Document page(CohortProfile profile, ReportLanguage language) {
    return Jsoup.parse(CohortProfilePage.of(profile, language));
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void needsNothingFromElsewhere(ReportLanguage language) {
    Document page = page(PROFILE, language);
    assertThat(page.select("script, link, img, iframe, object, embed, image, use")).isEmpty();
    assertThat(page.select("[src], [href], [xlink:href], [style], [onclick]")).isEmpty();
    assertThat(page.expectFirst("html").attr("lang")).isEqualTo(language.tag());
    assertThat(CohortProfilePage.of(PROFILE, language))
        .isEqualTo(CohortProfilePage.of(PROFILE, language));
  }

  @Test
  void eachPatientIsADotInTheColourOfTheSegment() {
    Element map = page(PROFILE, ReportLanguage.ENGLISH).select("svg.plot").get(0);
    assertThat(map.select("text.label").eachText()).containsExactly("1", "2", "3");
    assertThat(map.select("circle.fill-model")).hasSize(90);
    assertThat(map.select("circle.fill-second")).hasSize(60);
    assertThat(map.select("circle.fill-third")).hasSize(45);
  }

  @Test
  void segmentsAreDescribedInPlainTerms() {
    Document page = page(PROFILE, ReportLanguage.ENGLISH);
    assertThat(page.select("article.segment")).hasSize(3);
    assertThat(page.select("article.segment").get(0).text())
        .startsWith("Segment 1 90 patients, 46%")
        .contains("Unplanned readmission: 33% (all: 24%)")
        .containsPattern("Heart failure[^%]*100% \\(all: 46%\\)");
    assertThat(page.select("table tbody tr")).hasSize(3);
    assertThat(page.select("table tbody tr").get(2).text()).contains("of few, not told");
    assertThat(page.select("svg.plot")).hasSize(5);
    for (Element plot : page.select("svg.plot")) {
      assertThat(plot.child(1).text()).isNotBlank();
      assertThat(plot.select("text").eachText()).noneMatch(it -> it.contains(".."));
    }
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void nothingIsLeftToFillIn(ReportLanguage language) {
    for (CohortProfile profile : List.of(PROFILE, WITHHELD)) {
      Document page = page(profile, language);
      assertThat(page.text()).doesNotContainPattern("\\{\\d").doesNotContain("NaN", "''", "null");
      List<String> ids = page.select("[id]").eachAttr("id");
      assertThat(ids).doesNotHaveDuplicates();
      for (String labels : page.select("[aria-labelledby]").eachAttr("aria-labelledby")) {
        assertThat(ids).contains(labels.split(" "));
      }
    }
  }

  @Test
  void thatAGroupIsTooSmallIsSaid() {
    assertThat(page(WITHHELD, ReportLanguage.ENGLISH).select(".warning").text())
        .contains("fewer than 11 patients");
    assertThat(page(WITHHELD, ReportLanguage.SIMPLIFIED_CHINESE).select(".warning").text())
        .contains("不足 11 人");
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
    return Pattern.compile("\\{(\\d)}")
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .sorted()
        .toList();
  }

  private static Properties properties(String language) throws IOException {
    Properties properties = new Properties();
    try (InputStreamReader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                CohortProfilePageTest.class.getResourceAsStream(
                    "/risk/cohort-profile" + language + ".properties")),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }
}
