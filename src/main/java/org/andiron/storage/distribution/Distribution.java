package org.andiron.storage.distribution;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A release of a code system. The concepts fit in memory; what is said of them is read when it is
 * written.
 */
interface Distribution {

  /** What it is. */
  Edition edition();

  /** How many bytes all methods together will read, for the progress. */
  long size();

  /** All concepts with their parents. */
  Concepts concepts() throws IOException;

  /** What the concepts have beside their place in the hierarchy. */
  void properties(Concepts concepts, Properties target) throws IOException;

  /** Other texts for the concepts. */
  void designations(Concepts concepts, Designations target) throws IOException;

  /** Takes properties. */
  interface Properties {

    /**
     * Takes one; an empty value is none.
     *
     * @param isCode whether the value is a code of the same code system
     */
    void add(int concept, String property, String value, boolean isCode) throws IOException;
  }

  /** Takes designations. */
  interface Designations {

    /**
     * Takes one; an empty value is none.
     *
     * @param language as in BCP 47
     * @param use a code of SNOMED CT
     */
    void add(int concept, @Nullable String language, @Nullable String use, String value)
        throws IOException;
  }
}
