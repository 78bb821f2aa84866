package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.andiron.storage.query.Criterion.TokenValue;
import org.jspecify.annotations.Nullable;

/** Conditions on tokens, whether their system is a number, as in the index, or a text. */
final class TokenSql {

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
                    .toList()));
  }

  /** On a row of {@code hfj_tag_def}. */
  Sql onTag(String alias, TokenMatch match) {
    String system = alias + ".tag_system";
    return condition(system, alias + ".tag_code", match, systems -> Sql.isOneOf(system, systems));
  }

  private Sql condition(
      String systemColumn,
      String codeColumn,
      TokenMatch match,
      Function<List<String>, Sql> hasSystem) {
    List<String> anySystem = new ArrayList<>();
    List<String> noSystem = new ArrayList<>();
    List<String> anyCode = new ArrayList<>();
    Map<String, List<String>> bySystem = new LinkedHashMap<>();
    for (TokenValue value : values(match)) {
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
    alternatives.add(Sql.isOneOf(codeColumn, anySystem));
    if (!noSystem.isEmpty()) {
      alternatives.add(
          Sql.of("(")
              .then(Sql.isOneOf(codeColumn, noSystem))
              .then(" and " + systemColumn + " is null)"));
    }
    bySystem.forEach(
        (system, codes) -> {
          Sql both =
              Sql.all(List.of(Sql.isOneOf(codeColumn, codes), hasSystem.apply(List.of(system))));
          alternatives.add(both.equals(Sql.FALSE) ? both : Sql.of("(").then(both).then(")"));
        });
    alternatives.add(hasSystem.apply(anyCode));
    return Sql.any(alternatives);
  }

  private List<TokenValue> values(TokenMatch match) {
    if (match instanceof TokenMatch.InValueSet in) {
      return in.valueSets().stream()
          .flatMap(it -> terminology.expand(it).stream())
          .map(it -> new TokenValue(orNone(it.system()), it.code()))
          .distinct()
          .toList();
    }
    if (match instanceof TokenMatch.Related related) {
      return related.values().stream()
          .flatMap(it -> related(it, related.above()).stream())
          .map(it -> new TokenValue(orNone(it.system()), it.code()))
          .distinct()
          .toList();
    }
    return ((TokenMatch.OneOf) match).values();
  }

  private List<Terminology.Code> related(TokenValue value, boolean above) {
    String system = Objects.requireNonNull(value.system());
    String code = Objects.requireNonNull(value.code());
    return above ? terminology.above(system, code) : terminology.below(system, code);
  }

  private static String orNone(@Nullable String system) {
    return system == null ? "" : system;
  }
}
