package org.andiron.storage.query;

import java.util.List;
import java.util.function.Function;

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

  /** Whether a text, as it is asked for, has a word or a number to look for. */
  boolean hasWords(String text);

  /**
   * A select of one column, the {@code res_id} of resources of whose texts those of a parameter
   * match.
   *
   * @param alternatives one of which is to match, as written; each has words
   * @param ofParameter that a row of the index, by its alias, is of the parameter
   */
  Sql matches(List<String> alternatives, Function<String, Sql> ofParameter);

  /** A number that says how well they match, as {@link #score(Criterion.Text, String)} does. */
  Sql score(List<String> alternatives, Function<String, Sql> ofParameter, String resourceId);
}
