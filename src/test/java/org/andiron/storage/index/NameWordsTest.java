package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWordsTest {

  @ParameterizedTest
  @CsvSource({
    "Anna, ''",
    "O'Brien, ''",
    "Anna-Lena, lena",
    "Carreno Quinones, quinones",
    "'van  der\tBerg', der berg|berg",
    "Meyer-O'Neill, oneill|o neill",
    "Anna-Lena Marie, lena marie|marie",
    "A-B-C, bc|b c|c",
    "Ends-, ''",
    "-Begins, ''",
  })
  void areWhatFollowsABlankOrADash(String name, String words) {
    assertThat(String.join("|", NameWords.behindFirst(name))).isEqualTo(words);
  }

  @Test
  void areFewAndOfNamesOnly() {
    assertThat(NameWords.behindFirst("a ".repeat(100))).hasSize(20);
    assertThat(NameWords.behindFirst("a ".repeat(101))).isEmpty();
  }
}
