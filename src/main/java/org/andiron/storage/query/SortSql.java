package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The order of a search. The last key is always the resource's number, so that it is total. */
final class SortSql {

  /**
   * The number of a resource in a form that no index has. With a small limit PostgreSQL would walk
   * all resources in the order of their numbers until enough are found; but times grow with the
   * numbers, so that those of a certain time may all be at the far end.
   */
  private static final String HIDDEN = "r.res_id + 0";

  private final IndexRows rows;
  private final TextSearch texts;

  SortSql(IndexRows rows, TextSearch texts) {
    this.rows = rows;
    this.texts = texts;
  }

  Sql orderBy(Search search) {
    return Sql.of(" order by ").then(keys(search, search.sort()));
  }

  /** What is sorted by, with the number of the resource behind. */
  Sql keys(Search search, List<SortKey> sort) {
    List<Sql> keys = new ArrayList<>();
    sort.forEach(it -> key(it, search).ifPresent(keys::add));
    keys.add(Sql.of(search.criteria().stream().anyMatch(SortSql::isOfTime) ? HIDDEN : "r.res_id"));
    return Sql.join(", ", keys);
  }

  private static boolean isOfTime(Criterion criterion) {
    return criterion instanceof Criterion.Date || criterion instanceof Criterion.LastUpdated;
  }

  private Optional<Sql> key(SortKey key, Search search) {
    if (key instanceof SortKey.ById) {
      return Optional.of(Sql.of("r.fhir_id" + (key.descending() ? " desc" : "")));
    }
    if (key instanceof SortKey.ByLastUpdated) {
      return Optional.of(Sql.of("r.res_updated" + (key.descending() ? " desc" : "")));
    }
    if (key instanceof SortKey.ByScore) {
      return score(search.criteria())
          .map(it -> it.then(key.descending() ? " asc nulls first" : " desc nulls last"));
    }
    String direction = key.descending() ? " desc nulls last" : " asc nulls last";
    if (key instanceof SortKey.ByDistance near) {
      return extreme(
              "idx_position", near.key(), PositionSql.distance("x", near.place()), key.descending())
          .map(it -> it.then(direction));
    }
    if (key instanceof SortKey.ByTag tag) {
      return Optional.of(
          Sql.of(
                  "(select "
                      + function(tag)
                      + "(y.tag_code) from hfj_res_tag x join hfj_tag_def y on y.tag_id = x.tag_id"
                      + " where x.res_id = r.res_id and y.tag_type = ?)",
                  tag.kind().ordinal())
              .then(direction));
    }
    if (key instanceof SortKey.BySource) {
      return Optional.of(
          Sql.of(
                  "(select x.source_uri from hfj_res_ver x where x.res_id = r.res_id"
                      + " and x.res_ver = r.res_ver)")
              .then(direction));
    }
    return byParameter((SortKey.ByParameter) key).map(it -> it.then(direction));
  }

  /** How well a resource matches; empty if the search does not say. */
  Optional<Sql> score(List<Criterion> criteria) {
    List<Sql> scores = criteria.stream().flatMap(this::scores).toList();
    return scores.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.of("(").then(Sql.join(" + ", scores)).then(")"));
  }

  /** One parameter may be several criteria, such as one for each type that has it. */
  private Stream<Sql> scores(Criterion criterion) {
    if (criterion instanceof Criterion.And and) {
      return and.criteria().stream().flatMap(this::scores);
    }
    if (criterion instanceof Criterion.Or or) {
      return or.criteria().stream().flatMap(this::scores);
    }
    if (criterion instanceof Criterion.Text text) {
      return Stream.of(texts.score(text, "r.res_id"));
    }
    return criterion instanceof Criterion.Words words
        ? rows.score(words, "r.res_id").stream()
        : Stream.empty();
  }

  private Optional<Sql> byParameter(SortKey.ByParameter key) {
    boolean descending = key.descending();
    return switch (key.kind()) {
      case TOKEN -> extreme("idx_token", key.key(), Sql.of("nullif(x.code, '')"), descending);
      case STRING ->
          extreme(
              "idx_string",
              key.key(),
              Sql.of("case when x.exact <> '' then x.folded end"),
              descending);
      case DATE -> extreme("idx_date", key.key(), Sql.of("x.low"), descending);
      case NUMBER ->
          extreme("idx_number", key.key(), Sql.of(end("x.low", "x.high", descending)), descending);
      case QUANTITY ->
          extreme(
              "idx_quantity",
              key.key(),
              Sql.of(
                  end(
                      "coalesce(x.canonical_low, x.low)",
                      "coalesce(x.canonical_high, x.high)",
                      descending)),
              descending);
      case URI -> extreme("idx_uri", key.key(), Sql.of("x.uri"), descending);
      case REFERENCE -> reference(key);
      case COMPOSITE, POSITION -> Optional.empty();
    };
  }

  private Optional<Sql> reference(SortKey.ByParameter key) {
    List<Sql> names = new ArrayList<>();
    if (!key.paths().isEmpty()) {
      names.add(
          Sql.of(
                  "(select "
                      + function(key)
                      + "(y.res_type || '/' || y.fhir_id) from andiron.link_of_source x join"
                      + " hfj_resource y on y.res_id = x.target_resource_id where x.src_resource_id"
                      + " = r.res_id and ")
              .then(Sql.isOneOf("x.src_path", key.paths()))
              .then(")"));
    }
    // To contained resources there is nothing to sort by.
    extreme(
            "idx_uri",
            key.key(),
            Sql.of("case when not starts_with(x.uri, '#') then x.uri end"),
            key.descending())
        .ifPresent(names::add);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.of("coalesce(").then(Sql.join(", ", names)).then(")"));
  }

  /** The end of a range that counts, or the other one if that is open. */
  private static String end(String low, String high, boolean descending) {
    return descending
        ? "coalesce(nullif(" + high + ", 'Infinity'), " + low + ")"
        : "coalesce(nullif(" + low + ", '-Infinity'), " + high + ")";
  }

  private static String function(SortKey key) {
    return key.descending() ? "max" : "min";
  }

  private Optional<Sql> extreme(String table, IndexKey key, Sql expression, boolean greatest) {
    return rows.ofParameter("x", key)
        .map(
            ofParameter ->
                Sql.of("(select " + (greatest ? "max(" : "min("))
                    .then(expression)
                    .then(") from andiron." + table + " x where x.res_id = r.res_id and ")
                    .then(ofParameter)
                    .then(")"));
  }
}
