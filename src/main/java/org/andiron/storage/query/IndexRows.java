package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.storage.index.IndexNumbers;
import org.andiron.storage.query.Criterion.Indexed;
import org.andiron.storage.query.Criterion.StringMatch;

/** The rows of the index that a criterion is about. */
final class IndexRows {

  private final IndexNumbers numbers;
  private final TokenSql tokens;
  private final StringSql strings;
  private final RangeSql ranges;
  private final TextSearch texts;

  IndexRows(IndexNumbers numbers, Terminology terminology, IndexedForms forms, TextSearch texts) {
    this.numbers = numbers;
    this.tokens = new TokenSql(terminology, numbers);
    this.strings = new StringSql(forms);
    this.ranges = new RangeSql(numbers, forms);
    this.texts = texts;
  }

  /** That a row is of the parameter; empty if the index has none of it. */
  Optional<Sql> ofParameter(String alias, IndexKey key) {
    return ofParameters(alias, List.of(key));
  }

  /** That a row is of one of the parameters; empty if the index has none of them. */
  Optional<Sql> ofParameters(String alias, Collection<IndexKey> keys) {
    List<Integer> parameters =
        keys.stream()
            .flatMap(key -> key.types().stream().map(it -> numbers.parameter(it, key.code())))
            .filter(it -> it.isPresent())
            .map(it -> it.getAsInt())
            .toList();
    return parameters.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.isOneNumberOf(alias + ".param", parameters));
  }

  /** Whether the index may have rows of the parameter. */
  boolean has(IndexKey key) {
    return key.types().stream().anyMatch(it -> numbers.parameter(it, key.code()).isPresent());
  }

  /** The resources with a row in a table that is of the parameter and meets a condition. */
  Optional<Sql> select(String table, String alias, IndexKey key, Sql condition) {
    if (condition.equals(Sql.FALSE)) {
      return Optional.empty();
    }
    return ofParameter(alias, key)
        .map(
            it ->
                Sql.of(
                        "select "
                            + alias
                            + ".res_id from andiron."
                            + table
                            + ' '
                            + alias
                            + " where ")
                    .then(Sql.all(List.of(it, condition))));
  }

  /** The resources that meet the criterion. */
  Optional<Sql> select(Indexed criterion) {
    if (criterion instanceof Criterion.Words words) {
      return select(words);
    }
    return select(table(criterion), "t", criterion.key(), condition("t", criterion));
  }

  /** Values without a word, such as a sign, are beginnings of the texts. */
  private Optional<Sql> select(Criterion.Words criterion) {
    IndexKey key = criterion.key();
    // Too many words are refused whether there are any texts or not.
    Map<Boolean, List<String>> alternatives =
        criterion.alternatives().stream().collect(Collectors.partitioningBy(texts::hasWords));
    if (!has(key)) {
      return Optional.empty();
    }
    List<Sql> selects = new ArrayList<>();
    List<String> signs = alternatives.getOrDefault(false, List.of());
    if (!signs.isEmpty()) {
      select(new Criterion.StringValue(key, StringMatch.STARTS, signs)).ifPresent(selects::add);
    }
    List<String> words = alternatives.getOrDefault(true, List.of());
    if (!words.isEmpty()) {
      selects.add(texts.matches(words, alias -> ofParameter(alias, key).orElse(Sql.FALSE)));
    }
    return selects.isEmpty() ? Optional.empty() : Optional.of(Sql.join(" union all ", selects));
  }

  /** How well the texts of a resource match; empty if nothing of the criterion says. */
  Optional<Sql> score(Criterion.Words criterion, String resourceId) {
    List<String> words = criterion.alternatives().stream().filter(texts::hasWords).toList();
    return words.isEmpty() || !has(criterion.key())
        ? Optional.empty()
        : Optional.of(
            texts.score(
                words, alias -> ofParameter(alias, criterion.key()).orElse(Sql.FALSE), resourceId));
  }

  /** The resources that have a value which does not meet the criterion. */
  Optional<Sql> selectOther(Indexed criterion) {
    Sql condition = condition("t", criterion);
    // Not "not": a token without a system is another than one with.
    Sql other = Sql.of("(").then(condition).then(") is not true");
    if (criterion instanceof Criterion.StringValue) {
      other = other.then(" and ").then(StringSql.isWhole("t"));
    }
    return select(table(criterion), "t", criterion.key(), other);
  }

  /** The resources with an element whose components meet one of the combinations. */
  List<Sql> select(Criterion.Composite composite) {
    return composite.combinations().stream().flatMap(it -> select(it).stream()).toList();
  }

  private Optional<Sql> select(List<Indexed> components) {
    StringBuilder tables = new StringBuilder("select c1.res_id from ");
    List<Sql> conditions = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      Indexed component = components.get(i);
      String alias = "c" + (i + 1);
      Optional<Sql> ofParameter = ofParameter(alias, component.key());
      Sql condition = condition(alias, component);
      if (ofParameter.isEmpty() || condition.equals(Sql.FALSE)) {
        return Optional.empty();
      }
      tables.append(i == 0 ? "" : " join ").append("andiron.").append(table(component));
      tables.append(' ').append(alias);
      if (i > 0) {
        tables.append(" on ").append(alias).append(".res_id = c1.res_id and ");
        tables.append(alias).append(".grp = c1.grp");
      }
      conditions.add(ofParameter.get());
      conditions.add(condition);
    }
    return Optional.of(Sql.of(tables + " where ").then(Sql.all(conditions)));
  }

  private Sql condition(String alias, Indexed criterion) {
    if (criterion instanceof Criterion.Token token) {
      return tokens.onIndex(alias, token.match());
    }
    if (criterion instanceof Criterion.StringValue string) {
      return strings.condition(alias, string.match(), string.values());
    }
    if (criterion instanceof Criterion.Date date) {
      return RangeSql.dates(alias, date.tests());
    }
    if (criterion instanceof Criterion.Number number) {
      return RangeSql.numbers(alias, number.tests());
    }
    if (criterion instanceof Criterion.Quantity quantity) {
      return ranges.quantities(alias, quantity.tests());
    }
    Criterion.Uri uri = (Criterion.Uri) criterion;
    return UriSql.onIndex(alias, uri.match(), uri.values());
  }

  private static String table(Indexed criterion) {
    if (criterion instanceof Criterion.Token) {
      return "idx_token";
    }
    if (criterion instanceof Criterion.StringValue) {
      return "idx_string";
    }
    if (criterion instanceof Criterion.Date) {
      return "idx_date";
    }
    if (criterion instanceof Criterion.Number) {
      return "idx_number";
    }
    return criterion instanceof Criterion.Quantity ? "idx_quantity" : "idx_uri";
  }
}
