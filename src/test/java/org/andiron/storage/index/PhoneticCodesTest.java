package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneticCodesTest {

  @ParameterizedTest
  @CsvSource({
    "Jon, John",
    "Smith, Schmidt",
    "Meier, Mayer",
    "Catherine, Kathryn",
    "Philips, Filips",
    "Müller, MULLER",
    "Stephen, Steven"
  })
  void namesThatSoundAlikeHaveACodeInCommon(String one, String other) {
    assertThat(PhoneticCodes.of(one)).containsAnyElementsOf(PhoneticCodes.of(other));
  }

  @Test
  void eachWordHasItsOwnCode() {
    assertThat(PhoneticCodes.of("Anna Schmidt"))
        .contains("an")
        .containsAll(PhoneticCodes.of("Schmidt"));
  }

  @Test
  void wordsInOtherScriptsStandForThemselves() {
    assertThat(PhoneticCodes.of("王 小明")).containsExactly("王", "小明");
  }

  @Test
  void nothingHasNoCode() {
    assertThat(PhoneticCodes.of(" - ")).isEmpty();
  }
}
