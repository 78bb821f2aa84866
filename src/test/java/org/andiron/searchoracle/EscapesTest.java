package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The examples of 3.1.1.4.19. */
class EscapesTest {

  @Test
  void aCommaSeparatesAndAnEscapedCommaDoesNot() {
    assertThat(Escapes.split("a,b", ',')).containsExactly("a", "b");
    assertThat(Escapes.split("a\\,b", ',')).containsExactly("a\\,b");
    assertThat(Escapes.unescape("a\\,b")).isEqualTo("a,b");
  }

  @Test
  void aDollarSeparatesAndAnEscapedDollarDoesNot() {
    assertThat(Escapes.split("xxx$xxx", '$')).containsExactly("xxx", "xxx");
    assertThat(Escapes.split("xx\\$xx", '$')).containsExactly("xx\\$xx");
    assertThat(Escapes.unescape("xx\\$xx")).isEqualTo("xx$xx");
  }

  @Test
  void aBackslashEscapesItselfAndNothingElse() {
    assertThat(Escapes.unescape("xx\\\\xx")).isEqualTo("xx\\xx");
    assertThatThrownBy(() -> Escapes.unescape("xx\\xx")).isInstanceOf(BadSearch.class);
    assertThatThrownBy(() -> Escapes.unescape("xx\\")).isInstanceOf(BadSearch.class);
  }

  @Property
  void whatIsEscapedComesBackAndIsNeverSplit(@ForAll String literal) {
    String escaped = Escapes.escape(literal);

    assertThat(Escapes.unescape(escaped)).isEqualTo(literal);
    assertThat(Escapes.split(escaped, ',')).hasSize(1);
    assertThat(Escapes.split(escaped, '|')).hasSize(1);
  }
}
