package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.andiron.startup.StartupRefusedException;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;

class LanguageFormsIT extends AndironIT {

  @Autowired private JdbcOperations jdbc;

  @Test
  void wordsHaveTheStemsOfTheLanguage() {
    LanguageForms english = new LanguageForms(jdbc, "english");

    for (int i = 0; i < 2; i++) {
      assertThat(english.stems(List.of("lungs", "lung", "the", "4711", "stones")))
          .isEqualTo(Map.of("lungs", "lung", "stones", "stone"));
    }
    assertThat(new LanguageForms(jdbc, "german").stems(List.of("lungen")))
        .isEqualTo(Map.of("lungen", "lung"));
  }

  @Test
  void aLanguageThatTheDatabaseDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> new LanguageForms(jdbc, "klingon"))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("andiron.search.text-language")
        .hasMessageContaining("english");
  }
}
