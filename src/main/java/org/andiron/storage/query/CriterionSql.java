package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.storage.query.Criterion.Indexed;

/** What each kind of criterion is in SQL. */
final class CriterionSql {

  /** The resource a condition is about: a row of {@code hfj_resource}. */
  private record Root(String alias, int depth, List<String> types) {

    static Root at(int depth, List<String> types) {
      return new Root(depth == 0 ? "r" : "r" + depth, depth, types);
    }
  }

  private static final Sql OF_VISIBLE_PATIENTS =
      Sql.of(
          "select c.res_id from andiron.compartment c where c.to_version is null and c.patient ="
              + " any((select current_setting('andiron.patients'))::bigint[])");

  private final IndexRows rows;
  private final LinkSql links;
  private final MetadataSql metadata;
  private final TextSearch texts;
  private final ContainedCriteria contained;

  CriterionSql(IndexRows rows, LinkSql links, MetadataSql metadata, TextSearch texts) {
    this.rows = rows;
    this.links = links;
    this.metadata = metadata;
    this.texts = texts;
    this.contained = new ContainedCriteria(rows::has);
  }

  /** From {@code hfj_resource r} to the last condition. */
  Sql from(Search search) {
    return from(search, Root.at(0, search.types()));
  }

  /** On {@code hfj_resource r}. */
  Sql conditions(Search search) {
    return conditions(search, Root.at(0, search.types()));
  }

  private Sql from(Search search, Root root) {
    return Sql.of(" from hfj_resource " + root.alias() + " where ").then(conditions(search, root));
  }

  private Sql conditions(Search search, Root root) {
    String alias = root.alias();
    List<Sql> conditions = new ArrayList<>();
    if (!search.types().isEmpty()) {
      conditions.add(Sql.isOneOf(alias + ".res_type", search.types()));
    }
    switch (search.deleted()) {
      case EXCLUDED -> conditions.add(Sql.of(alias + ".res_deleted_at is null"));
      case ONLY -> conditions.add(Sql.of(alias + ".res_deleted_at is not null"));
      case INCLUDED -> {}
    }
    search.criteria().forEach(it -> conditions.add(condition(contained.with(it), root)));
    return Sql.all(conditions);
  }

  private Sql select(Search search, Root from) {
    Root root = Root.at(from.depth() + 1, search.types());
    return Sql.of("select " + root.alias() + ".res_id").then(from(search, root));
  }

  private Sql condition(Criterion criterion, Root root) {
    if (criterion instanceof Criterion.And and) {
      return Sql.all(and.criteria().stream().map(it -> condition(it, root)).toList());
    }
    if (criterion instanceof Criterion.Or or) {
      return anyOf(or.criteria(), root);
    }
    if (criterion instanceof Criterion.Not not) {
      return not(not.criterion(), root);
    }
    return onRoot(criterion, root).orElseGet(() -> isOneOf(resources(criterion, root), root));
  }

  private static Sql isOneOf(List<Sql> selects, Root root) {
    return selects.isEmpty()
        ? Sql.FALSE
        : Sql.of(root.alias() + ".res_id in (").then(Sql.join(" union all ", selects)).then(")");
  }

  /** Alternatives about other tables are one set of resources, so that indexes serve them. */
  private Sql anyOf(List<Criterion> criteria, Root root) {
    List<Sql> conditions = new ArrayList<>();
    List<Sql> selects = new ArrayList<>();
    for (Criterion criterion : criteria) {
      if (isCombination(criterion) || onRoot(criterion, root).isPresent()) {
        conditions.add(inParentheses(condition(criterion, root)));
      } else {
        selects.addAll(resources(criterion, root));
      }
    }
    conditions.add(isOneOf(selects, root));
    return Sql.any(conditions);
  }

  private Sql not(Criterion criterion, Root root) {
    if (isCombination(criterion) || onRoot(criterion, root).isPresent()) {
      Sql condition = condition(criterion, root);
      if (condition.equals(Sql.TRUE)) {
        return Sql.FALSE;
      }
      return condition.equals(Sql.FALSE) ? Sql.TRUE : Sql.of("not (").then(condition).then(")");
    }
    // One by one: PostgreSQL makes an anti-join of each, but not of all together.
    return Sql.all(
        resources(criterion, root).stream()
            .map(
                it ->
                    Sql.of("not exists (select 1 from (")
                        .then(it)
                        .then(") n (id) where n.id = " + root.alias() + ".res_id)"))
            .toList());
  }

  private static boolean isCombination(Criterion criterion) {
    return criterion instanceof Criterion.And
        || criterion instanceof Criterion.Or
        || criterion instanceof Criterion.Not;
  }

  private static Sql inParentheses(Sql condition) {
    return condition.text().contains(" and ") ? Sql.of("(").then(condition).then(")") : condition;
  }

  /** A condition on the row of the resource itself. */
  private static Optional<Sql> onRoot(Criterion criterion, Root root) {
    if (criterion instanceof Criterion.Nothing) {
      return Optional.of(Sql.FALSE);
    }
    if (criterion instanceof Criterion.Id id) {
      return Optional.of(Sql.isOneOf(root.alias() + ".fhir_id", id.ids()));
    }
    if (criterion instanceof Criterion.OfType ofType) {
      return Optional.of(Sql.isOneOf(root.alias() + ".res_type", ofType.types()));
    }
    return criterion instanceof Criterion.LastUpdated updated
        ? Optional.of(RangeSql.instants(root.alias() + ".res_updated", updated.tests()))
        : Optional.empty();
  }

  /** Selects of the resources, all of them together; none if there cannot be any. */
  private List<Sql> resources(Criterion criterion, Root root) {
    if (criterion instanceof Indexed indexed) {
      return some(rows.select(indexed));
    }
    if (criterion instanceof Criterion.SomeOther other) {
      return some(rows.selectOther(other.criterion()));
    }
    if (criterion instanceof Criterion.Composite composite) {
      return rows.select(composite);
    }
    if (criterion instanceof Criterion.Near near) {
      return some(
          rows.select("idx_position", "t", near.key(), PositionSql.isNear("t", near.places())));
    }
    if (criterion instanceof Criterion.Present present) {
      return present(present);
    }
    if (criterion instanceof Criterion.Reference reference) {
      return links.references(reference);
    }
    if (criterion instanceof Criterion.Chain chain) {
      return some(LinkSql.sources(chain.link(), select(chain.target(), root)));
    }
    if (criterion instanceof Criterion.Has has) {
      return some(LinkSql.targets(has.link(), root.types(), select(has.source(), root)));
    }
    return List.of(byMetadata(criterion, root));
  }

  private Sql byMetadata(Criterion criterion, Root root) {
    if (criterion instanceof Criterion.Tag tag) {
      return metadata.tagged(tag, root.types());
    }
    if (criterion instanceof Criterion.TagText text) {
      return metadata.tagged(text, root.types());
    }
    if (criterion instanceof Criterion.Profile profile) {
      return metadata.ofProfile(profile, root.types());
    }
    if (criterion instanceof Criterion.Source source) {
      return metadata.fromSource(source);
    }
    if (criterion instanceof Criterion.OfVisiblePatients) {
      return OF_VISIBLE_PATIENTS;
    }
    if (criterion instanceof Criterion.InList inList) {
      return LinkSql.entries(inList.ids());
    }
    return texts.matches((Criterion.Text) criterion);
  }

  private List<Sql> present(Criterion.Present present) {
    IndexKey key = present.key();
    return switch (present.kind()) {
      case TOKEN -> some(any("idx_token", key), any("idx_string", key.text()));
      case STRING -> some(any("idx_string", key));
      case DATE -> some(any("idx_date", key));
      case NUMBER -> some(any("idx_number", key));
      case QUANTITY -> some(any("idx_quantity", key));
      case URI -> some(any("idx_uri", key));
      case POSITION -> some(any("idx_position", key));
      case REFERENCE ->
          some(
              LinkSql.sources(present.paths()),
              any("idx_uri", key),
              any("idx_token", key.identifier()),
              any("idx_string", key.text()));
      case COMPOSITE ->
          some(
              Stream.of(
                      "idx_token",
                      "idx_string",
                      "idx_date",
                      "idx_number",
                      "idx_quantity",
                      "idx_uri")
                  .map(it -> any(it, key.component(1))));
    };
  }

  private Optional<Sql> any(String table, IndexKey key) {
    return rows.select(table, "t", key, Sql.TRUE);
  }

  @SafeVarargs
  private static List<Sql> some(Optional<Sql>... selects) {
    return some(Stream.of(selects));
  }

  private static List<Sql> some(Stream<Optional<Sql>> selects) {
    return selects.flatMap(Optional::stream).toList();
  }
}
