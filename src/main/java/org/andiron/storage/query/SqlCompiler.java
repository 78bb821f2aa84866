package org.andiron.storage.query;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.andiron.storage.index.IndexNumbers;

/**
 * Makes SQL of a search. A statement is about rows of {@code hfj_resource}, which alone decide what
 * is visible; everything else only says which of them are meant, so that none comes twice.
 */
public final class SqlCompiler {

  private final CriterionSql criteria;
  private final SortSql sorting;
  private final FirstByDateSql firstByDate;
  private final LastNSql lastN;
  private final InclusionSql inclusions;

  /** All that a search depends on beside the tables. */
  public SqlCompiler(
      IndexNumbers numbers, Terminology terminology, TextSearch texts, IndexedForms forms) {
    IndexRows rows = new IndexRows(numbers, terminology, forms, texts);
    this.criteria =
        new CriterionSql(
            rows,
            new LinkSql(rows),
            new MetadataSql(new TokenSql(terminology, numbers), forms),
            texts);
    this.sorting = new SortSql(rows, texts);
    this.firstByDate = new FirstByDateSql(rows, criteria, sorting);
    this.lastN = new LastNSql(numbers);
    this.inclusions = new InclusionSql(rows);
  }

  /**
   * The {@code res_id} of what is found, in the order asked for.
   *
   * @param limit how many at most
   */
  public Sql select(Search search, int limit) {
    return firstByDate
        .select(search, limit)
        .orElseGet(() -> selectAll(search).then(" limit ?", limit));
  }

  /** The {@code res_id} of all that is found, in the order asked for. */
  public Sql selectAll(Search search) {
    return selectUnordered(search).then(sorting.orderBy(search));
  }

  /** The {@code res_id} of all that is found, as a set; fit to be a part of another statement. */
  public Sql selectUnordered(Search search) {
    return Sql.of("select r.res_id").then(criteria.from(search));
  }

  /**
   * Type, id and score, 0 to 1, of some of what is found; empty if the search is not about texts.
   *
   * @param resources their {@code res_id}
   */
  public Optional<Sql> scores(Search search, List<Long> resources) {
    return sorting
        .score(search.criteria())
        .map(
            it ->
                Sql.of("select r.res_type, r.fhir_id, least(1, ")
                    .then(it)
                    .then(
                        ") from hfj_resource r where r.res_id = any(?)",
                        (Object) resources.toArray(Long[]::new)));
  }

  /** How many are found. */
  public Sql count(Search search) {
    return Sql.of("select count(*)").then(criteria.from(search));
  }

  /**
   * The {@code res_id} of the newest of each group of each subject among the observations found.
   *
   * @param max how many of each group; more if others are of the same time as the last
   * @see <a href="https://hl7.org/fhir/R4/observation-operation-lastn.html">lastn</a>
   */
  public Sql selectLast(Search search, int max) {
    return lastN.select(criteria.from(search), max);
  }

  /**
   * The {@code res_id} of what includes of one direction bring along, in ascending order, in one
   * step; empty if there cannot be any.
   *
   * @param from the {@code res_id} of what is included for
   * @param limit how many at most
   */
  public Optional<Sql> included(List<Inclusion> includes, Collection<Long> from, int limit) {
    return inclusions
        .select(includes, from)
        .map(it -> it.then(" order by r.res_id limit ?", limit));
  }

  /** How many {@link #selectLast} selects. */
  public Sql countLast(Search search, int max) {
    return lastN.count(criteria.from(search), max);
  }
}
