package org.andiron.consent.labelling;

import java.util.Collection;

/** Is told whose labels have changed while nothing else of them has. */
@FunctionalInterface
public interface RelabelledResources {

  /**
   * The labels are in the database, in the transaction of this thread.
   *
   * @param resources their numbers in {@code hfj_resource}
   */
  void relabelled(Collection<Long> resources);
}
