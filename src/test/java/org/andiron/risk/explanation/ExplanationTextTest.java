package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {

  private static final ExplanationText TEXT =
      new ExplanationText(
          Language.ENGLISH,
          "A_b: <5 %",
          List.of(
              Passage.of("One [line](x)."), Passage.of("Head", List.of("*first*", "`second`"))));

  @Test
  void isPlain() {
    assertThat(TEXT.plain())
        .isEqualTo("A_b: <5 %\n\nOne [line](x).\n\nHead:\n- *first*\n- `second`\n");
  }

  @Test
  void isMarkdownInWhichTextsAreNoMarkup() {
    assertThat(TEXT.markdown())
        .isEqualTo(
            """
            **A\\_b: \\<5 %**

            One \\[line\\](x).

            **Head**

            - \\*first\\*
            - \\`second\\`
            """);
  }

  @Test
  void anyChineseIsChineseAndAllElseIsEnglish() {
    assertThat(Language.of(Locale.TRADITIONAL_CHINESE)).isEqualTo(Language.SIMPLIFIED_CHINESE);
    assertThat(Language.of(Locale.forLanguageTag("zh"))).isEqualTo(Language.SIMPLIFIED_CHINESE);
    assertThat(Language.of(Locale.GERMANY)).isEqualTo(Language.ENGLISH);
    assertThat(Language.of(Locale.ROOT)).isEqualTo(Language.ENGLISH);
  }
}
