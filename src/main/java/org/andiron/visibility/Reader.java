package org.andiron.visibility;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * For whom something exists, as far as what patients withhold depends on it.
 *
 * @param description in a form that whoever decides what is withheld gave it, and reads. Kept with
 *     jobs, so that their pieces are done for the same reader
 * @param opened ids of the patients whose glass the reader has broken; of one request, and not kept
 *     with jobs
 */
public record Reader(String description, SortedSet<String> opened) {

  public Reader {
    opened = Collections.unmodifiableSortedSet(new TreeSet<>(opened));
  }

  /** A reader who has broken nobody's glass. */
  public Reader(String description) {
    this(description, Collections.emptySortedSet());
  }
}
