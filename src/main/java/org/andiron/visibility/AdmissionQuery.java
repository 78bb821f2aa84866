package org.andiron.visibility;

import java.util.Comparator;

/**
 * A query by which resources of a type exist for somebody.
 *
 * @param query criteria as in a search URL after the question mark
 */
record AdmissionQuery(String type, String query) implements Comparable<AdmissionQuery> {

  private static final Comparator<AdmissionQuery> ORDER =
      Comparator.comparing(AdmissionQuery::type).thenComparing(AdmissionQuery::query);

  @Override
  public int compareTo(AdmissionQuery other) {
    return ORDER.compare(this, other);
  }
}
