package org.andiron.storage.query;

/** The search in texts, as SQL. */
public interface TextSearch {

  /** A select of one column, the {@code res_id} of resources whose text matches. */
  Sql matches(Criterion.Text text);

  /**
   * A number that says how well a resource matches; the greater, the better.
   *
   * @param resourceId an SQL expression for its {@code res_id}
   */
  Sql score(Criterion.Text text, String resourceId);
}
