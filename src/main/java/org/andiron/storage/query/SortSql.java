package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    List<Sql> keys = new ArrayList<>();
    search.sort().forEach(it -> key(it, search).ifPresent(keys::add));
    keys.add(Sql.of(search.criteria().stream().anyMatch(SortSql::isOfTime) ? HIDDEN : "r.res_id"));
    return Sql.of(" order by ").then(Sql.join(", ", keys));
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
    return byParameter((SortKey.ByParameter) key).map(it -> it.then(direction));
  }

  /** How well a resource matches; empty if the search does not say. */
  Optional<Sql> score(List<Criterion> criteria) {
    List<Sql> scores =
        criteria.stream()
            .filter(Criterion.Text.class::isInstance)
            .map(it -> texts.score((Criterion.Text) it, "r.res_id"))
            .toList();
    return scores.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.of("(").then(Sql.join(" + ", scores)).then(")"));
  }

  private Optional<Sql> byParameter(SortKey.ByParameter key) {
    boolean descending = key.descending();
    return switch (key.kind()) {
      case TOKEN -> extreme("idx_token", key.key(), Sql.of("x.code"), descending);
      case STRING -> extreme("idx_string", key.key(), Sql.of("x.folded"), descending);
      case DATE ->
          extreme("idx_date", key.key(), Sql.of(descending ? "x.high" : "x.low"), descending);
      case NUMBER ->
          extreme("idx_number", key.key(), Sql.of(descending ? "x.high" : "x.low"), descending);
      case QUANTITY ->
          extreme(
              "idx_quantity",
              key.key(),
              Sql.of(
                  descending
                      ? "coalesce(x.canonical_high, x.high)"
                      : "coalesce(x.canonical_low, x.low)"),
              descending);
      case URI -> extreme("idx_uri", key.key(), Sql.of("x.uri"), descending);
      case REFERENCE -> reference(key);
      case COMPOSITE, POSITION -> Optional.empty();
    };
  }

  private Optional<Sql> reference(SortKey.ByParameter key) {
    String function = key.descending() ? "max" : "min";
    List<Sql> names = new ArrayList<>();
    if (!key.paths().isEmpty()) {
      names.add(
          Sql.of(
                  "(select "
                      + function
                      + "(y.res_type || '/' || y.fhir_id) from hfj_res_link x join hfj_resource y"
                      + " on y.res_id = x.target_resource_id where x.src_resource_id = r.res_id"
                      + " and ")
              .then(Sql.isOneOf("x.src_path", key.paths()))
              .then(")"));
    }
    extreme("idx_uri", key.key(), Sql.of("x.uri"), key.descending()).ifPresent(names::add);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Sql.of("coalesce(").then(Sql.join(", ", names)).then(")"));
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
