package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextQueryParserTest {

  /** What is between operands of a {@code tsquery}. */
  private static final Pattern OPERAND = Pattern.compile("'[\\p{L}\\p{N}\\p{M}]+'(:\\*)?");

  private static final Pattern EXPRESSION =
      Pattern.compile("(!*\\(*)*o(\\)*( ([&|]|<\\d+>) (!*\\(*)*o)?)*\\)*");

  private static String understood(String text) {
    return TextQueryParser.parse(text, WordForms.NONE).map(TextQuery::toTsquery).orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "gluc # 'gluc':*",
        "gluc* # 'gluc':*",
        "Glucose in Bl # ('glucose':* & 'in':* & 'bl':*)",
        "\"linke Lunge\" # ('linke' <1> 'lunge' | 'linke' <0> 'lunge')",
        "\"linke Lun # ('linke' <1> 'lun':* | 'linke' <0> 'lun':*)",
        "lung -canc # ('lung':* & !('canc':*))",
        "lung or liver # ('lung':* | 'liver':*)",
        "x-ra # (('x' <1> 'ra':* | 'x' <0> 'ra':*) | 'xra':*)",
        "结节 # '结节'",
        "结 # '结':*",
        "- # ``"
      })
  void wordsMayBeBeginningsWithoutAStar(String text, String query) {
    assertThat(
            TextQueryParser.parseBeginnings(text, WordForms.NONE)
                .map(TextQuery::toTsquery)
                .orElse(""))
        .isEqualTo(query);
  }

  @Test
  void aBeginningAlsoStandsForItsStem() {
    WordForms english = words -> Map.of("lungs", "lung");

    assertThat(TextQueryParser.parseBeginnings("lungs", english).orElseThrow().toTsquery())
        .isEqualTo("('lungs':* | 'lung')");
    assertThat(TextQueryParser.parseBeginnings("lungs*", english).orElseThrow().toTsquery())
        .isEqualTo("'lungs':*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "Lunge Knoten # ('lunge' & 'knoten')",
        "\"linke Lunge\" # ('linke' <1> 'lunge' | 'linke' <0> 'lunge')",
        "\"la la\" # ('la' <1> 'la')",
        "lung* # 'lung':*",
        "lung -cancer # ('lung' & !('cancer'))",
        "lung NOT cancer # ('lung' & !('cancer'))",
        "not cancer # ('not' & 'cancer')",
        "--lung # 'lung'",
        "lung - cancer # ('lung' & 'cancer')",
        "lung or liver # ('lung' | 'liver')",
        "lung OR liver | spleen # ('lung' | 'liver' | 'spleen')",
        "orlando and order # ('orlando' & 'order')",
        "a b or c # (('a' & 'b') | 'c')",
        "a (b or c) # ('a' & ('b' | 'c'))",
        "-(a or b) # !(('a' | 'b'))",
        "x-ray # (('x' <1> 'ray' | 'x' <0> 'ray') | 'xray')",
        "x-ray* # (('x' <1> 'ray':* | 'x' <0> 'ray':*) | 'xray':*)",
        "结节 # '结节'",
        "结 # '结':*",
        "左肺上 # ('左肺' <1> '肺上' | '左肺' <0> '肺上')",
        "结节* # '结节'",
        "左肺CT # ('左肺' <2> 'ct' | '左肺' <0> 'ct')",
        "a) b # ('a' & 'b')",
        "(a b # ('a' & 'b')",
        "\"a b # ('a' <1> 'b' | 'a' <0> 'b')",
        "or a or # 'a'",
        "a -) b # ('a' & 'b')",
        "*is # 'is'"
      })
  void whatPeopleWriteIsUnderstood(String text, String tsquery) {
    assertThat(understood(text)).isEqualTo(tsquery);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "...", "\"\"", "-", "()", "or", "!!", "\u0000", "\ud800"})
  void whatHasNoWordIsNoQuery(String text) {
    assertThat(TextQueryParser.parse(text, WordForms.NONE)).isEmpty();
  }

  @Test
  void partsOfWordsAreAskedForWithAStarBefore() {
    assertThat(TextQueryParser.parse("*itis", WordForms.NONE))
        .contains(new TextQuery.Part("itis", true));
    assertThat(TextQueryParser.parse("*karzin*", WordForms.NONE))
        .contains(new TextQuery.Part("karzin", false));
  }

  @Test
  void aWordStandsForItsOtherForms() {
    WordForms forms = words -> Map.of("lungs", "lung");
    assertThat(TextQueryParser.parse("lungs", forms).map(TextQuery::toTsquery))
        .contains("('lungs' | 'lung')");
    assertThat(TextQueryParser.parse("\"lungs\"", forms).map(TextQuery::toTsquery))
        .contains("'lungs'");
    assertThat(TextQueryParser.parse("lungs*", forms).map(TextQuery::toTsquery))
        .contains("'lungs':*");
  }

  @Test
  void tooManyWordsAreRefused() {
    String words = "a ".repeat(501);
    assertThatThrownBy(() -> TextQueryParser.parse(words, WordForms.NONE))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("500");
  }

  @Test
  void deepParenthesesAreNoDanger() {
    assertThat(understood("(".repeat(10_000) + "a")).isEqualTo("'a'");
    assertThat(understood("-(".repeat(5_000) + "a")).contains("'a'");
  }

  @Property
  void anyTextIsAQueryThatPostgresqlReads(@ForAll @StringLength(max = 60) String text) {
    assertReadable(text);
  }

  @Property(tries = 5000)
  void anyMixtureOfSignsIsAQueryThatPostgresqlReads(
      @ForAll
          @StringLength(max = 40)
          @Chars({'"', '-', '(', ')', '|', '&', '!', '*', ' ', '\'', '\\', ':', '<', '>', '结', '节'})
          @CharRange(from = 'a', to = 'c')
          String text) {
    assertReadable(text);
  }

  private static void assertReadable(String text) {
    Optional<TextQuery> query = TextQueryParser.parse(text, WordForms.NONE);
    query
        .flatMap(TextQuery::ranked)
        .ifPresent(it -> assertThat(isTsquery(it.toTsquery())).as(it.toTsquery()).isTrue());
    query
        .filter(TextQuery::isIndexed)
        .ifPresent(it -> assertThat(isTsquery(it.toTsquery())).as(it.toTsquery()).isTrue());
  }

  private static boolean isTsquery(String text) {
    String operands = OPERAND.matcher(text).replaceAll("o");
    long opened = operands.chars().filter(it -> it == '(').count();
    long closed = operands.chars().filter(it -> it == ')').count();
    return opened == closed && EXPRESSION.matcher(operands).matches();
  }
}
