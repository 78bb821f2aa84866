package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.andiron.storage.index.CaselessCode;
import org.andiron.storage.query.Inclusion.Canonical;

/**
 * Resources that references lead to, or come from. Both ends are rows of {@code hfj_resource},
 * which alone decide what is visible.
 */
final class InclusionSql {

  private static final String BUSINESS_VERSION = "version";

  private final IndexRows rows;

  InclusionSql(IndexRows rows) {
    this.rows = rows;
  }

  /**
   * One step.
   *
   * @param includes all of one direction, at least one
   * @param from the {@code res_id} where the step begins
   */
  Optional<Sql> select(List<Inclusion> includes, Collection<Long> from) {
    boolean reverse = includes.get(0).reverse();
    Object ids = from.toArray(Long[]::new);
    List<Sql> selects = new ArrayList<>();
    links(includes, reverse, ids).ifPresent(selects::add);
    includes.stream()
        .map(Inclusion::canonical)
        .distinct()
        .flatMap(it -> canonical(it, reverse, ids).stream())
        .forEach(selects::add);
    return selects.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Sql.of("select r.res_id from hfj_resource r where r.res_deleted_at is null")
                .then(" and r.res_id in (")
                .then(Sql.join(" union all ", selects))
                .then(")"));
  }

  private static Optional<Sql> links(List<Inclusion> includes, boolean reverse, Object ids) {
    Sql conditions = Sql.any(includes.stream().map(InclusionSql::condition).toList());
    if (conditions.equals(Sql.FALSE)) {
      return Optional.empty();
    }
    String start = reverse ? "l.target_resource_id" : "l.src_resource_id";
    String end = reverse ? "l.src_resource_id" : "l.target_resource_id";
    return Optional.of(
        Sql.of(
                "select "
                    + end
                    + " from hfj_resource s join andiron.link_of_source l on "
                    + start
                    + " = s.res_id where s.res_id = any(?) and "
                    + end
                    + " is not null and ",
                ids)
            .then(Sql.all(List.of(anyPath(includes), conditions))));
  }

  /** What all the alternatives have in common, so that an index can begin with it. */
  private static Sql anyPath(List<Inclusion> includes) {
    boolean some = includes.size() > 1 && includes.stream().noneMatch(it -> it.paths().isEmpty());
    return some
        ? Sql.isOneOf(
            "l.src_path", includes.stream().flatMap(it -> it.paths().stream()).distinct().toList())
        : Sql.TRUE;
  }

  private static Sql condition(Inclusion include) {
    List<Sql> conditions = new ArrayList<>();
    String source = include.source();
    if (!include.paths().isEmpty()) {
      conditions.add(Sql.isOneOf("l.src_path", include.paths()));
    }
    if (source != null && !isTold(source, include.paths())) {
      conditions.add(Sql.of("l.source_resource_type = ?", source));
    }
    if (!include.targets().isEmpty()) {
      conditions.add(Sql.isOneOf("l.target_resource_type", include.targets()));
    }
    Sql all = Sql.all(conditions);
    return conditions.size() > 1 ? Sql.of("(").then(all).then(")") : all;
  }

  /** A path names its type, unless it is one that all types have. */
  private static boolean isTold(String type, List<String> paths) {
    return !paths.isEmpty() && paths.stream().allMatch(it -> it.contains(type + '.'));
  }

  /** By the URL of the target, and by its version if the reference has one. */
  private Optional<Sql> canonical(Canonical canonical, boolean reverse, Object ids) {
    Optional<Sql> references = rows.ofParameters("u", canonical.references());
    Optional<Sql> urls =
        rows.ofParameter("v", new IndexKey(Definitions.CANONICAL_URL, canonical.targets()));
    if (references.isEmpty() || urls.isEmpty()) {
      return Optional.empty();
    }
    Sql version =
        rows.ofParameter("k", new IndexKey(BUSINESS_VERSION, canonical.targets()))
            .map(
                it ->
                    Sql.of("exists (select 1 from andiron.idx_token k where k.res_id = v.res_id")
                        .then(" and k.code = ? || lower(u.version) and ", CaselessCode.of(""))
                        .then(it)
                        .then(")"))
            .orElse(Sql.FALSE);
    return Optional.of(
        Sql.of(
                "select "
                    + (reverse ? "u" : "v")
                    + ".res_id from hfj_resource s join andiron.idx_uri "
                    + (reverse ? "v on v" : "u on u")
                    + ".res_id = s.res_id join andiron.idx_uri "
                    + (reverse ? "u" : "v")
                    + " on left(u.uri, 500) = left(v.uri, 500) and u.uri = v.uri"
                    + " where s.res_id = any(?) and ",
                ids)
            .then(
                Sql.all(
                    List.of(
                        references.get(),
                        urls.get(),
                        Sql.any(List.of(Sql.of("u.version is null"), version))))));
  }
}
