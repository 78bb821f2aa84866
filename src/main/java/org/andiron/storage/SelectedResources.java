package org.andiron.storage;

import java.util.List;

/** Search criteria as SQL, for what must be decided in the database. */
public interface SelectedResources {

  /**
   * A statement that selects {@code res_id} of {@code hfj_resource}.
   *
   * @param text with a question mark for each value
   */
  record Statement(String text, List<Object> values) {

    public Statement {
      values = List.copyOf(values);
    }
  }

  /**
   * The resources of a type that meet criteria.
   *
   * @param criteria as in a search URL after the question mark
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if they cannot be
   *     understood, or the search index does not hold all resources of the type yet
   */
  Statement select(String resourceType, String criteria);
}
