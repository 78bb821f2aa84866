package org.andiron.storage.query;

/**
 * Makes SQL of a search. A statement is about rows of {@code hfj_resource}, which alone decide what
 * is visible; everything else only says which of them are meant, so that none comes twice.
 */
public final class SqlCompiler {

  private final CriterionSql criteria;
  private final SortSql sorting;

  /** All that a search depends on beside the tables. */
  public SqlCompiler(
      IndexNumbers numbers, Terminology terminology, TextSearch texts, IndexedForms forms) {
    IndexRows rows = new IndexRows(numbers, terminology, forms);
    this.criteria =
        new CriterionSql(
            rows,
            new LinkSql(rows),
            new MetadataSql(new TokenSql(terminology, numbers), forms),
            texts);
    this.sorting = new SortSql(rows, texts);
  }

  /**
   * The {@code res_id} of what is found, in the order asked for.
   *
   * @param limit how many at most
   */
  public Sql select(Search search, int limit) {
    return selectAll(search).then(" limit ?", limit);
  }

  /** The {@code res_id} of all that is found, in the order asked for. */
  public Sql selectAll(Search search) {
    return selectUnordered(search).then(sorting.orderBy(search));
  }

  /** The {@code res_id} of all that is found, as a set; fit to be a part of another statement. */
  public Sql selectUnordered(Search search) {
    return Sql.of("select r.res_id").then(criteria.from(search));
  }

  /** How many are found. */
  public Sql count(Search search) {
    return Sql.of("select count(*)").then(criteria.from(search));
  }
}
