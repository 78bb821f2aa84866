package org.andiron.storage.query;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first matches of a search that is sorted by a date and may have very many. Sorting looks up
 * the dates of all matches; here PostgreSQL can go along the index of dates until there are enough.
 */
final class FirstByDateSql {

  private static final Set<Comparator> CERTAIN =
      EnumSet.of(Comparator.EQ, Comparator.AP, Comparator.PO);

  private final IndexRows rows;
  private final CriterionSql criteria;
  private final SortSql sorting;

  FirstByDateSql(IndexRows rows, CriterionSql criteria, SortSql sorting) {
    this.rows = rows;
    this.criteria = criteria;
    this.sorting = sorting;
  }

  /** Empty if the search is not sorted by a date, or unlikely to have many matches. */
  Optional<Sql> select(Search search, int limit) {
    if (search.sort().isEmpty()
        || !(search.sort().get(0) instanceof SortKey.ByParameter first)
        || first.kind() != ParameterKind.DATE
        || !search.criteria().stream().allMatch(FirstByDateSql::mayHaveVeryMany)
        || search.criteria().stream().filter(Criterion.Date.class::isInstance).count() > 1) {
      return Optional.empty();
    }
    List<SortKey> others = search.sort().subList(1, search.sort().size());
    // A row of the index tells the type by its parameter. To say it twice would make PostgreSQL
    // expect fewer matches than there are, and sort them all.
    Sql ofAnyType =
        criteria.conditions(new Search(List.of(), search.criteria(), List.of(), search.deleted()));
    Sql conditions = criteria.conditions(search);
    Sql keys = sorting.keys(search, others);
    return rows.ofParameter("x", first.key())
        .map(
            ofParameter ->
                Sql.of("with dated as materialized (")
                    .then(numbered(dated(ofAnyType, ofParameter, keys, first.descending()), limit))
                    .then("), undated as materialized (")
                    .then(numbered(undated(conditions, ofParameter, keys, limit), limit))
                    .then(
                        ") select f.res_id from (select d.res_id, 0 as part, d.place from dated d"
                            + " union all select u.res_id, 1, u.place from undated u) f"
                            + " order by f.part, f.place limit ?",
                        limit));
  }

  private static Sql numbered(Sql select, int limit) {
    return Sql.of("select s.res_id, row_number() over () as place from (")
        .then(select)
        .then(" limit ?) s", limit);
  }

  private static Sql dated(Sql conditions, Sql ofParameter, Sql keys, boolean descending) {
    // Of several dates of a resource one counts; no two are the same at both ends. Nothing but what
    // the index has is asked for, so that the table is not read.
    String counts =
        " and not exists (select 1 from andiron.idx_date y where y.res_id = x.res_id"
            + " and y.param = x.param and (y.low "
            + (descending ? ">" : "<")
            + " x.low or (y.low = x.low and y.high < x.high)))";
    return Sql.of(
            "select r.res_id from hfj_resource r join andiron.idx_date x on x.res_id = r.res_id"
                + " where ")
        .then(Sql.all(List.of(conditions, ofParameter)))
        .then(counts + " order by x.low" + (descending ? " desc, " : ", "))
        .then(keys);
  }

  /** Those without a date come behind, and are looked for only if they are needed. */
  private static Sql undated(Sql conditions, Sql ofParameter, Sql keys, int limit) {
    return Sql.of("select r.res_id from hfj_resource r where ")
        .then(conditions)
        .then(" and not exists (select 1 from andiron.idx_date x where x.res_id = r.res_id and ")
        .then(ofParameter)
        .then(") and (select count(*) from dated) < ? order by ", limit)
        .then(keys);
  }

  /**
   * What is about one patient, about words, or about a certain time, has few matches, which are
   * quickly sorted. Two dates are the ends of a certain time.
   */
  private static boolean mayHaveVeryMany(Criterion criterion) {
    if (criterion instanceof Criterion.Date date) {
      return date.tests().stream().noneMatch(it -> CERTAIN.contains(it.comparator()));
    }
    return criterion instanceof Criterion.Token
        || criterion instanceof Criterion.LastUpdated
        || criterion instanceof Criterion.Present
        || criterion instanceof Criterion.Not not && mayHaveVeryMany(not.criterion());
  }
}
