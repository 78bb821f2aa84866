package org.andiron.storage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.storage.query.Filter.Operator;
import org.andiron.storage.query.Filter.Step;
import org.andiron.storage.query.Filter.Value;
import org.junit.jupiter.api.Test;

class FilterParserTest {

  @Property(tries = 300)
  void whatIsWrittenIsReadBack(@ForAll("filters") Filter filter) {
    assertThat(FilterParser.parse(filter.toString())).isEqualTo(filter);
  }

  @Property(tries = 500)
  void anythingIsReadOrRefused(@ForAll String text) {
    try {
      FilterParser.parse(text);
    } catch (InvalidRequestException e) {
      assertThat(e).hasMessageContaining("_filter");
    }
  }

  @Provide
  Arbitrary<Filter> filters() {
    return filters(3);
  }

  private static Arbitrary<Filter> filters(int depth) {
    if (depth == 0) {
      return tests(names().map(it -> new Step(it, null)).list().ofMinSize(1).ofMaxSize(3));
    }
    Arbitrary<Filter> smaller = filters(depth - 1);
    return Arbitraries.oneOf(
        smaller,
        Combinators.combine(smaller, smaller).as(Filter.And::new),
        Combinators.combine(smaller, smaller).as(Filter.Or::new),
        smaller.map(Filter.Not::new),
        tests(
            Combinators.combine(names(), smaller, names())
                .as((a, filter, b) -> List.of(new Step(a, filter), new Step(b, null)))));
  }

  private static Arbitrary<Filter> tests(Arbitrary<List<Step>> paths) {
    return Combinators.combine(paths, Arbitraries.of(Operator.class), values())
        .as(Filter.Test::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("name", "_id", "code-value-quantity", "notes", "not", "and", "or", "a1");
  }

  private static Arbitrary<Value> values() {
    return Arbitraries.oneOf(
        Arbitraries.of("1", "a|b", "http://x.org/y", "2024-01-01T10:00:00+01:00", "x(", "true")
            .map(it -> new Value(it, false)),
        Arbitraries.strings().ofMaxLength(8).map(it -> new Value(it, true)));
  }

  @Test
  void andHasNoPrecedenceOverOr() {
    assertThat(FilterParser.parse("a eq 1 or b eq 2 and c eq 3"))
        .isEqualTo(FilterParser.parse("(a eq 1 or b eq 2) and c eq 3"))
        .isInstanceOf(Filter.And.class);
  }

  @Test
  void aStringHasTheEscapesOfJson() {
    Filter.Test test = (Filter.Test) FilterParser.parse("a eq \"\\u00e4\\n\\\"\\\\\\/ )]\"");
    assertThat(test.value()).isEqualTo(new Value("ä\n\"\\/ )]", true));
  }

  @Test
  void aTokenEndsAtABracket() {
    assertThat(FilterParser.parse("(a[b eq x].c eq y)").toString()).isEqualTo("a[b eq x].c eq y");
  }

  @Test
  void aStringMayHaveTheEscapesOfOtherValues() {
    Filter.Test test = (Filter.Test) FilterParser.parse("a eq \"x\\,y\\|z\\$\"");
    assertThat(test.value()).isEqualTo(new Value("x,y|z$", true));
  }

  @Test
  void aStringHasNoCharacterThatTheDatabaseCannotHold() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse("a eq \"x\\u0000\""))
        .withMessageContaining("_filter")
        .withMessageContaining("U+0000");
  }

  @Test
  void aFilterHasNoMoreThanTwoHundredComparisons() {
    assertThat(FilterParser.parse("a eq 1" + " or a eq 1".repeat(199)))
        .isInstanceOf(Filter.Or.class);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse("a eq 1" + " or a eq 1".repeat(200)))
        .withMessageContaining("more than 200 comparisons");
  }

  @Test
  void aPathHasNoMoreThanFiveParameters() {
    assertThat(FilterParser.parse("a.a.a.a.a eq 1")).isInstanceOf(Filter.Test.class);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse("a.a.a.a.a.a eq 1"))
        .withMessageContaining("more than 5 parameters");
  }

  @Test
  void aFilterIsNotDeeperThanTheStack() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse("(".repeat(100_000)))
        .withMessageContaining("nested");
  }
}
