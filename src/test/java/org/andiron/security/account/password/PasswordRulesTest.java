package org.andiron.security.account.password;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

  private final PasswordRules rules = new PasswordRules(new PasswordProperties(12, 19456, 2));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "four small blue herons",
        "x7Kq-m2Lw-9pRt",
        "护士站的十二把蓝色椅子在窗边",
        "𝒸𝓁ever unicode ✓ words",
        "lowercaseonlybutlong"
      })
  void aLongPasswordThatNobodyTriesFirstIsAllowed(String password) {
    assertThat(rules.refusal(password, "nina")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "elevenchars", "护士站的十二把蓝色"})
  void aShortOneIsRefused(String password) {
    assertThat(rules.refusal(password, "nina")).contains("A password has at least 12 characters.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password1234",
        "PassWord1234",
        "aaaaaaaaaaaaaa",
        "abcdefghijkl",
        "987654321098",
        "nurse-nurse-nurse-",
        "abababababab",
        "correct horse battery staple",
        "ｐａｓｓｗｏｒｄ１２３４"
      })
  void whatAttackersTryFirstIsRefused(String password) {
    assertThat(rules.refusal(password, "nina").orElse("")).contains("attackers");
  }

  @Test
  void theUserNameInsideIsRefused() {
    assertThat(rules.refusal("this is Nina's own", "nina").orElse("")).contains("user name");
    assertThat(rules.refusal("this is Nina's own", "ni")).isEmpty();
  }

  @Test
  void aVeryLongOneIsRefused() {
    assertThat(rules.refusal("four small herons ".repeat(20), "nina").orElse(""))
        .contains("at most 256");
  }

  @Property
  void noPasswordBreaksTheRules(@ForAll @StringLength(max = 300) String password) {
    assertThat(rules.refusal(password, "nina")).isNotNull();
  }
}
