package org.andiron.searchoracle;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The order that {@code _sort} asks for. Of several values the one counts that comes first in the
 * order asked for, each part of a name or an address being one; what has none comes last in both
 * directions. Strings are compared folded. The specification leaves open whether a code's system
 * comes before the code and whether case counts in codes, so that any of these ways will do; and
 * what the order of references is, so that those to no resource of a server must come last and the
 * others may come as they like.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#sort">3.1.1.5.1</a>
 */
final class SortOrder {

  /** Sorts after every URI. */
  private static final String LAST = "\uffff";

  private final Cohort cohort;
  private final Evaluator evaluator;
  private final List<Comparator<Resource>> alternatives;

  SortOrder(Cohort cohort, Evaluator evaluator, String sort) {
    this.cohort = cohort;
    this.evaluator = evaluator;
    alternatives =
        Stream.<Function<Token, String>>of(
                t -> "" + t.code(),
                t -> Objects.requireNonNullElse(t.system(), "") + " " + t.code(),
                t -> Objects.requireNonNullElse(t.system(), LAST) + " " + t.code())
            .flatMap(token -> Stream.of(token, token.andThen(t -> t.toLowerCase(Locale.ROOT))))
            .map(token -> order(sort, token))
            .toList();
  }

  void check(List<String> keys) {
    List<Resource> found = keys.stream().map(key -> cohort.find(key).orElseThrow()).toList();
    List<Optional<String>> errors =
        alternatives.stream().map(order -> firstError(found, order)).toList();
    if (errors.stream().allMatch(Optional::isPresent)) {
      throw new AssertionError(errors.get(0).orElseThrow());
    }
  }

  private static Optional<String> firstError(List<Resource> found, Comparator<Resource> order) {
    for (int i = 1; i < found.size(); i++) {
      if (order.compare(found.get(i - 1), found.get(i)) > 0) {
        return Optional.of(
            "%s must not come before %s"
                .formatted(Cohort.key(found.get(i - 1)), Cohort.key(found.get(i))));
      }
    }
    return Optional.empty();
  }

  private Comparator<Resource> order(String sort, Function<Token, String> token) {
    return Arrays.stream(sort.split(","))
        .map(key -> byKey(key, token))
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private Comparator<Resource> byKey(String key, Function<Token, String> token) {
    boolean descending = key.startsWith("-");
    String code = descending ? key.substring(1) : key;
    return (one, other) -> {
      SearchParamType type = evaluator.definition(one.fhirType(), code).type();
      return switch (type) {
        case DATE -> compare(one, other, code, descending, SortOrder::date);
        case NUMBER, QUANTITY ->
            compare(
                one,
                other,
                code,
                descending,
                value -> evaluator.quantities().magnitude(value).stream());
        default -> compare(one, other, code, descending, value -> texts(type, value, token));
      };
    };
  }

  private <T extends Comparable<? super T>> int compare(
      Resource one,
      Resource other,
      String code,
      boolean descending,
      Function<Base, Stream<T>> value) {
    Comparator<T> order = descending ? Comparator.<T>reverseOrder() : Comparator.<T>naturalOrder();
    Optional<T> left = first(one, code, order, value);
    Optional<T> right = first(other, code, order, value);
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return order.compare(left.get(), right.get());
  }

  private <T> Optional<T> first(
      Resource resource, String code, Comparator<T> order, Function<Base, Stream<T>> value) {
    return evaluator.values(resource, code).stream().flatMap(value).min(order);
  }

  private static Stream<Instant> date(Base element) {
    return DateTests.range(element).map(DateRange::start).stream();
  }

  private static Stream<String> texts(
      SearchParamType type, Base element, Function<Token, String> token) {
    return switch (type) {
      case REFERENCE ->
          element instanceof Reference reference
                  && reference.hasReference()
                  && !reference.getReference().startsWith("#")
              ? Stream.of("")
              : Stream.empty();
      case URI -> Stream.of(element.primitiveValue());
      case TOKEN -> Token.of(element).stream().filter(t -> t.code() != null).map(token);
      default -> StringTests.parts(element).stream().map(Folding::fold);
    };
  }
}
