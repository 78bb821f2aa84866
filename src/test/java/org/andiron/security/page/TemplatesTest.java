package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policy of the pages would refuse is in none of them, nor what shuts anybody out. */
class TemplatesTest {

  static List<Path> templates() throws IOException {
    return MessagesTest.templates();
  }

  private static Document parse(Path template) throws IOException {
    return Jsoup.parse(Files.readString(template));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void nothingIsInlineAndNothingIsElsewhere(Path template) throws IOException {
    Document page = parse(template);
    assertThat(page.select("style, [style], [th:style], iframe, object, embed, base")).isEmpty();
    for (Element script : page.select("script")) {
      assertThat(script.data()).isBlank();
      assertThat(script.hasAttr("th:src")).isTrue();
    }
    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey()).doesNotStartWith("on").doesNotStartWith("th:on");
        if (!attribute.getKey().startsWith("xmlns")) {
          assertThat(attribute.getValue()).as(attribute.getKey()).doesNotContain("//");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void textsAreEscaped(Path template) throws IOException {
    assertThat(Files.readString(template)).doesNotContain("utext").doesNotContain("[(");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void whateverIsPostedHasATokenOfTheSession(Path template) throws IOException {
    for (Element form : parse(template).select("form[method=post]")) {
      assertThat(form.select("input[th:replace$='csrf}']")).as(form.attr("action")).hasSize(1);
    }
    assertThat(parse(template).select("form:not([method])")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void whateverCanBeFilledInHasALabelAndEachPictureAText(Path template) throws IOException {
    Document page = parse(template);
    for (Element input :
        page.select(
            "input:not([type=hidden]):not([type=checkbox]):not([th:replace]):not([th:fragment])")) {
      assertThat(page.select("label[for=" + input.id() + "]")).as(input.id()).hasSize(1);
    }
    for (Element picture : page.select("img")) {
      assertThat(picture.hasAttr("alt") || picture.hasAttr("th:alt")).isTrue();
    }
  }
}
