package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.storage.index.CaselessCode;
import org.andiron.storage.index.CaselessSystems;
import org.andiron.storage.index.IndexNumbers;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.andiron.storage.query.Criterion.TokenValue;
import org.jspecify.annotations.Nullable;

/** Conditions on tokens, whether their system is a number, as in the index, or a text. */
final class TokenSql {

  private static final int MOST_VARIANTS = 1024;

  /** As many letters have two cases in so many variants. */
  private static final int MOST_CASED = 10;

  /** What the index {@code idx_token_caseless} is restricted to. */
  private static final String IS_LONG = "length(%s) > " + MOST_CASED + " and %s !~ '^[0-9.-]+$'";

  private final Terminology terminology;
  private final IndexNumbers numbers;

  TokenSql(Terminology terminology, IndexNumbers numbers) {
    this.terminology = terminology;
    this.numbers = numbers;
  }

  /** On a row of {@code idx_token}. */
  Sql onIndex(String alias, TokenMatch match) {
    return condition(
        alias + ".system",
        alias + ".code",
        match,
        systems ->
            Sql.isOneNumberOf(
                alias + ".system",
                systems.stream()
                    .map(numbers::system)
                    .filter(it -> it.isPresent())
                    .map(it -> it.getAsInt())
                    .toList()),
        caseless(
            " = any(array(select y.id from andiron.search_system y join andiron.idx_uri u on u.uri = y.uri"
                + " where u.param = ?))"),
        true);
  }

  /** On a row of {@code hfj_tag_def}. */
  Sql onTag(String alias, TokenMatch match) {
    String system = alias + ".tag_system";
    return condition(
        system,
        alias + ".tag_code",
        match,
        systems -> Sql.isOneOf(system, systems),
        caseless(" = any(array(select u.uri from andiron.idx_uri u where u.param = ?))"),
        false);
  }

  /** That a system is one for whose codes case does not matter; empty if there is none. */
  private Optional<Sql> caseless(String isOne) {
    OptionalInt parameter = numbers.parameter(CaselessSystems.TYPE, CaselessSystems.PARAMETER);
    return parameter.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.of(isOne, parameter.getAsInt()));
  }

  private Sql condition(
      String systemColumn,
      String codeColumn,
      TokenMatch match,
      Function<List<String>, Sql> hasSystem,
      Optional<Sql> caseless,
      boolean hasCaselessCodes) {
    List<String> anySystem = new ArrayList<>();
    List<String> noSystem = new ArrayList<>();
    List<String> anyCode = new ArrayList<>();
    Map<String, List<String>> bySystem = new LinkedHashMap<>();
    List<Terminology.Codes> codes = codes(match);
    for (TokenValue value : values(match, codes)) {
      String system = value.system();
      String code = value.code();
      if (code == null) {
        anyCode.add(Objects.requireNonNull(system));
      } else if (system == null) {
        anySystem.add(code);
      } else if (system.isEmpty()) {
        noSystem.add(code);
      } else {
        bySystem.computeIfAbsent(system, it -> new ArrayList<>()).add(code);
      }
    }
    List<Sql> alternatives = new ArrayList<>();
    caseless.ifPresent(
        isCaseless -> {
          Sql inCaseless = Sql.of(systemColumn).then(isCaseless);
          alternatives.add(inAnyCase(codeColumn, anySystem, inCaseless));
          bySystem.forEach(
              (system, ofSystem) ->
                  alternatives.add(
                      inAnyCase(
                          codeColumn,
                          ofSystem,
                          Sql.all(List.of(hasSystem.apply(List.of(system)), inCaseless)))));
        });
    if (hasCaselessCodes && match instanceof TokenMatch.OneOf) {
      anySystem.addAll(anySystem.stream().map(CaselessCode::of).toList());
      noSystem.addAll(noSystem.stream().map(CaselessCode::of).toList());
    }
    alternatives.add(Sql.isOneOf(codeColumn, anySystem));
    if (!noSystem.isEmpty()) {
      alternatives.add(
          Sql.of("(")
              .then(Sql.isOneOf(codeColumn, noSystem))
              .then(" and " + systemColumn + " is null)"));
    }
    bySystem.forEach(
        (system, ofSystem) ->
            alternatives.add(
                both(Sql.isOneOf(codeColumn, ofSystem), hasSystem.apply(List.of(system)))));
    codes.stream()
        .flatMap(it -> it.stored().stream())
        .forEach(
            it ->
                alternatives.add(
                    both(
                        Sql.of(codeColumn + " in (").then(it.codes()).then(")"),
                        hasSystem.apply(List.of(it.system())))));
    alternatives.add(hasSystem.apply(anyCode));
    return Sql.any(alternatives);
  }

  private static Sql both(Sql one, Sql other) {
    Sql both = Sql.all(List.of(one, other));
    return both.equals(Sql.FALSE) ? both : Sql.of("(").then(both).then(")");
  }

  /** The codes that can be written in another way, in any of the ways, if the system allows it. */
  private static Sql inAnyCase(String codeColumn, List<String> codes, Sql systemAllows) {
    List<String> cased = codes.stream().filter(TokenSql::hasCase).toList();
    if (cased.isEmpty() || systemAllows.equals(Sql.FALSE)) {
      return Sql.FALSE;
    }
    Map<Boolean, List<String>> byLength =
        cased.stream().collect(Collectors.partitioningBy(TokenSql::isLong));
    List<String> all =
        byLength.getOrDefault(false, List.of()).stream()
            .flatMap(it -> variants(it).stream())
            .distinct()
            .toList();
    String caseless = "lower(" + codeColumn + ")";
    List<Sql> written = new ArrayList<>();
    // Few forms are looked up in the index one by one, and long codes in one without case.
    written.add(
        all.size() <= MOST_VARIANTS
            ? Sql.isOneOf(codeColumn, all)
            : Sql.isOneOf(caseless, lower(byLength.getOrDefault(false, List.of()))));
    List<String> longOnes = lower(byLength.getOrDefault(true, List.of()));
    if (!longOnes.isEmpty()) {
      written.add(
          Sql.of("(")
              .then(Sql.isOneOf(caseless, longOnes))
              .then(" and " + IS_LONG.formatted(codeColumn, codeColumn) + ")"));
    }
    return Sql.of("(").then(Sql.any(written)).then(" and ").then(systemAllows).then(")");
  }

  private static List<String> lower(List<String> codes) {
    return codes.stream().map(it -> it.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  /** Whether it has more letters with case than can be combined in few ways. */
  private static boolean isLong(String code) {
    return code.chars().filter(TokenSql::isCased).count() > MOST_CASED;
  }

  private static boolean hasCase(String code) {
    return code.chars().anyMatch(TokenSql::isCased);
  }

  private static boolean isCased(int c) {
    return Character.toLowerCase(c) != Character.toUpperCase(c);
  }

  /** The code in all combinations of upper and lower case, until there are too many. */
  private static List<String> variants(String code) {
    List<String> variants = List.of("");
    for (int i = 0; i < code.length() && variants.size() <= MOST_VARIANTS; i++) {
      char c = code.charAt(i);
      variants =
          variants.stream()
              .flatMap(
                  it ->
                      isCased(c)
                          ? Stream.of(it + Character.toLowerCase(c), it + Character.toUpperCase(c))
                          : Stream.of(it + c))
              .toList();
    }
    return variants;
  }

  private List<Terminology.Codes> codes(TokenMatch match) {
    if (match instanceof TokenMatch.InValueSet in) {
      return in.valueSets().stream().map(terminology::expand).toList();
    }
    if (match instanceof TokenMatch.Related related) {
      return related.values().stream().map(it -> related(it, related.above())).toList();
    }
    return List.of();
  }

  private static List<TokenValue> values(TokenMatch match, List<Terminology.Codes> codes) {
    return match instanceof TokenMatch.OneOf oneOf
        ? oneOf.values()
        : codes.stream()
            .flatMap(it -> it.listed().stream())
            .map(it -> new TokenValue(orNone(it.system()), it.code()))
            .distinct()
            .toList();
  }

  private Terminology.Codes related(TokenValue value, boolean above) {
    String system = Objects.requireNonNull(value.system());
    String code = Objects.requireNonNull(value.code());
    return above ? terminology.above(system, code) : terminology.below(system, code);
  }

  private static String orNone(@Nullable String system) {
    return system == null ? "" : system;
  }
}
