package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folding as 3.1.1.4.8 asks for. */
class FoldingTest {

  @ParameterizedTest
  @CsvSource({
    "Hüber, huber",
    "Straße, strasse",
    "STRASSE, strasse",
    "O'Brien, obrien",
    "O’Brien, obrien",
    "Müller-Lüdenscheidt, mullerludenscheidt",
    "İstanbul, istanbul",
    "Işıl, isil",
    "Ångström, angstrom",
    "Øyvind, oyvind",
    "Æsir, aesir",
    "Łukasz, lukasz",
    "王小明, 王小明",
    "ﬁnal, final"
  })
  void leavesTheBaseLetters(String text, String folded) {
    assertThat(Folding.fold(text)).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource({"'van  der\tBerg', van der berg", "' Smith, Jr. ', smith jr"})
  void collapsesWhiteSpaceAndDropsPunctuation(String text, String folded) {
    assertThat(Folding.fold(text)).isEqualTo(folded);
  }

  @Property
  void foldsComposedAndDecomposedAlike(@ForAll String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

    assertThat(Folding.fold(decomposed)).isEqualTo(Folding.fold(text));
  }

  @Property
  void foldingTwiceChangesNothing(@ForAll String text) {
    assertThat(Folding.fold(Folding.fold(text))).isEqualTo(Folding.fold(text));
  }
}
