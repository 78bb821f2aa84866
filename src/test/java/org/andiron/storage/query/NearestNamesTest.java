package org.andiron.storage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

  private static final List<String> NAMES =
      List.of(
          "_id",
          "_lastUpdated",
          "address",
          "address-city",
          "birthdate",
          "code-value-quantity",
          "death-date",
          "family",
          "gender",
          "given",
          "name");

  @ParameterizedTest
  @CsvSource({
    "nmae, name",
    "nam, name",
    "brthdate, birthdate",
    "birth_date, birthdate",
    "birthDate, birthdate",
    "birth, birthdate",
    "lastupdated, _lastUpdated",
    "id, _id",
    "addresscity, address-city",
    "familyname, family",
    "value-quantity, code-value-quantity"
  })
  void theNameThatWasMeantComesFirst(String written, String meant) {
    assertThat(NearestNames.of(written, NAMES)).first().isEqualTo(meant);
  }

  @Test
  void nothingIsOfferedForWhatIsLikeNoName() {
    assertThat(NearestNames.of("xyzzy", NAMES)).isEmpty();
    assertThat(NearestNames.question("xyzzy", NAMES)).isEmpty();
  }

  @Test
  void theQuestionNamesWhatIsNear() {
    assertThat(NearestNames.question("gendr", NAMES)).isEqualTo(" Did you mean gender?");
    assertThat(NearestNames.question(":", "exct", List.of("exact", "contains")))
        .isEqualTo(" Did you mean :exact?");
  }

  @Test
  void nothingIsLikeAVeryLongName() {
    assertThat(NearestNames.of("name".repeat(26), NAMES)).isEmpty();
  }

  @Test
  void aLongNameIsRepeatedByItsStart() {
    assertThat(NearestNames.shortened("a".repeat(60))).isEqualTo("a".repeat(60));
    assertThat(NearestNames.shortened("a".repeat(61))).isEqualTo("a".repeat(60) + '…');
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> Searches.PARSER.parse(List.of("Patient"), "a".repeat(4_000) + ".b", "x"))
        .satisfies(it -> assertThat(it.getMessage().length()).isLessThan(1_500))
        .withMessageContaining("a".repeat(60) + '…');
  }

  @Test
  void prefixesAreTooShortForTwoMistakes() {
    assertThat(NearestNames.of("gte", List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb")))
        .containsExactly("ge", "gt");
  }

  @Property
  void aNameIsNearestToItselfInAnyCase(@ForAll @IntRange(max = 10) int which) {
    String name = NAMES.get(which);
    assertThat(NearestNames.of(name, NAMES)).first().isEqualTo(name);
    assertThat(NearestNames.of(name.toUpperCase(Locale.ROOT), NAMES)).first().isEqualTo(name);
  }

  @Property
  void oneLetterLeftOutOfALongerNameIsForgiven(
      @ForAll @IntRange(max = 10) int which, @ForAll @IntRange(min = 1, max = 20) int position) {
    String name = NAMES.get(which);
    int left = position % name.length();
    String written = name.substring(0, left) + name.substring(left + 1);

    assertThat(NearestNames.of(written, NAMES)).contains(name);
  }

  @Property
  void atMostFiveAreOfferedAndEachOnce(
      @ForAll @AlphaChars @StringLength(max = 12) String written,
      @ForAll @Size(max = 30) List<@AlphaChars @StringLength(min = 1, max = 12) String> names) {
    assertThat(NearestNames.of(written, names))
        .hasSizeLessThanOrEqualTo(5)
        .doesNotHaveDuplicates()
        .isSubsetOf(names);
  }
}
