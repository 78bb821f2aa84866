package org.andiron.startup;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SpellingTest {

  @Property
  void theDistanceIsSymmetricAndBoundedByTheLongerWord(
      @ForAll @AlphaChars @StringLength(max = 8) String one,
      @ForAll @AlphaChars @StringLength(max = 8) String other) {
    int distance = Spelling.distance(one, other);

    assertThat(distance).isEqualTo(Spelling.distance(other, one));
    assertThat(distance).isLessThanOrEqualTo(Math.max(one.length(), other.length()));
    assertThat(distance).isGreaterThanOrEqualTo(Math.abs(one.length() - other.length()));
    assertThat(distance == 0).isEqualTo(one.equals(other));
  }

  @Property
  void lettersThatChangedPlacesAreOneMistake(
      @ForAll @AlphaChars @StringLength(min = 2, max = 8) String word,
      @ForAll @IntRange(max = 6) int position) {
    int at = position % (word.length() - 1);
    String swapped =
        word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);

    assertThat(Spelling.distance(word, swapped)).isLessThanOrEqualTo(1);
  }
}
