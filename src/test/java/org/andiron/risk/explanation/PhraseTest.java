package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhraseTest {

  private static final String[] TEXTS = {"a'{0}'", "{1}", "", "d\u00e4", "e"};

  @ParameterizedTest
  @EnumSource
  void phrasesSayWhatMessageFormatWould(Language language) {
    for (String bundle : List.of("risk/explanation", "risk/assessment")) {
      ResourceBundle phrases = ResourceBundle.getBundle(bundle, language.locale());
      for (String key : phrases.keySet()) {
        String pattern = phrases.getString(key);
        assertThat(Phrase.of(pattern).say(TEXTS))
            .as(key)
            .isEqualTo(new MessageFormat(pattern).format(TEXTS));
      }
    }
  }

  @Test
  void whatIsNotGivenStaysAsItIsWritten() {
    assertThat(Phrase.of("{1}, {0} and {1}").say("x")).isEqualTo("{1}, x and {1}");
    assertThat(Phrase.of("it''s '{0}'").say("x")).isEqualTo("it's {0}");
  }

  @Test
  void placesAreForText() {
    assertThatThrownBy(() -> Phrase.of("{0,number}")).isInstanceOf(IllegalArgumentException.class);
  }
}
