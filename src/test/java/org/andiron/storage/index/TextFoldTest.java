package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFoldTest {

  @ParameterizedTest
  @CsvSource({
    "Hüber, huber",
    "HÜBER, huber",
    "Straße, strasse",
    "STRASSE, strasse",
    "GROẞ, gross",
    "Ærøskøbing, aeroskobing",
    "Œuvre, oeuvre",
    "Łódź, lodz",
    "Đặng, dang",
    "Þórr, thorr",
    "Guðrún, gudrun",
    "Işık, isik",
    "İstanbul, istanbul",
    "Ångström, angstrom",
    "François, francois",
    "O'Brien, obrien",
    "O’Brien, obrien",
    "O´Brien, obrien",
    "Oʼ Brien, o brien",
    "Meyer-Lüdenscheid, meyerludenscheid",
    "Meyer–Lüdenscheid, meyerludenscheid",
    "St. Mary, st mary",
    "U.S.A., usa",
    "Glucose [Mass/volume] in Blood, glucose mass volume in blood",
    "'Smith,John', smith john",
    "+49 30 1234, +49 30 1234",
    "ﬁne, fine",
    "ＡＢＣ, abc",
    "Ὀδυσσεύς, οδυσσευσ",
    "Йод, иод",
    "左肺上叶可见结节, 左肺上叶可见结节",
    "肺・結節, 肺 結節",
    "ガス, ガス",
    "ｶﾞｽ, ガス",
    "서울, 서울",
    "हिन्दी, हिन्दी",
  })
  void foldsCaseAccentsAndPunctuation(String text, String folded) {
    assertThat(TextFold.fold(text)).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource({
    "Anna, anna",
    "Anna Lena, anna lena",
    "Anna-Lena, annalena|anna lena",
    "Hüber–Straße, huberstrasse|huber strasse",
    "O'Brien, obrien|o brien",
    "O’Brien, obrien|o brien",
    "O´Brien, obrien|o brien",
    "O'Neill-Meyer, oneillmeyer|oneill meyer|o neillmeyer|o neill meyer",
    "a - b, a b",
    "-, ''",
  })
  void dashesAndApostrophesAreAlsoBlanks(String text, String forms) {
    assertThat(String.join("|", TextFold.forms(text))).isEqualTo(forms);
  }

  @Property
  void theFirstFormIsTheFoldedText(@ForAll @CharRange(to = '\u2030') String text) {
    assertThat(TextFold.forms(text).get(0)).isEqualTo(TextFold.fold(text));
  }

  @Test
  void collapsesWhiteSpaceAndDropsItAtTheEnds() {
    assertThat(TextFold.fold("  Anna \t Maria\u00a0\u3000Lee\n")).isEqualTo("anna maria lee");
  }

  @Test
  void isEmptyWhereNothingCounts() {
    assertThat(TextFold.fold("- ' . \u0301")).isEmpty();
    assertThat(TextFold.words("")).isEmpty();
  }

  @Property
  void toFoldAgainChangesNothing(@ForAll String text) {
    String folded = TextFold.fold(text);
    assertThat(TextFold.fold(folded)).isEqualTo(folded);
  }

  @Property
  void asciiIsFoldedAlikeOnBothWays(@ForAll @CharRange(to = '\u007f') String text) {
    // A letter beyond ASCII makes the whole text take the way through Unicode.
    assertThat(TextFold.fold(text + "é")).isEqualTo(TextFold.fold(text + "e"));
  }

  @Property
  void caseDoesNotMatter(@ForAll @AlphaChars String text) {
    assertThat(TextFold.fold(text.toUpperCase(Locale.ROOT)))
        .isEqualTo(TextFold.fold(text.toLowerCase(Locale.ROOT)));
  }
}
