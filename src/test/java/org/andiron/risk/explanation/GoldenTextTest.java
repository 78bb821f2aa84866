package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts as clinicians see them, letter by letter. Who changes one reads it aloud. */
class GoldenTextTest {

  static Stream<Arguments> texts() {
    return Case.ALL.keySet().stream()
        .flatMap(name -> Stream.of(Language.values()).map(it -> Arguments.of(name, it)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isWordForWord(String name, Language language) throws IOException {
    assertThat(text(name, language).plain()).isEqualTo(golden(name, language, "txt"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void saysTheSameInMarkdown(String name, Language language) throws IOException {
    String read =
        text(name, language)
            .markdown()
            .replaceAll(
                "\\*\\*(.*)\\*\\*\n\n- ", language == Language.ENGLISH ? "$1:\n- " : "$1：\n- ")
            .replace("**", "")
            .replaceAll("\\\\(.)", "$1");
    assertThat(read).isEqualTo(golden(name, language, "txt"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void hasAHeadlineForACard(String name, Language language) {
    assertThat(text(name, language).headline()).hasSizeLessThan(140).doesNotContain("\n");
  }

  private static ExplanationText text(String name, Language language) {
    return new ExplanationWriter(language)
        .write(Objects.requireNonNull(Case.ALL.get(name)).explanation());
  }

  static String golden(String name, Language language, String ending) throws IOException {
    String file = "/risk/explanation/%s.%s.%s".formatted(name, language.locale(), ending);
    try (InputStream in = GoldenTextTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
