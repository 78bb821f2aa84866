package org.andiron.consent.labelling;

import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.term.Code;

/**
 * Whose doing the labels of a resource are.
 *
 * @param automatic labels that rules have set
 * @param declined labels that somebody removed who may, so that rules do not set them again
 */
record Labelled(Set<Code> automatic, Set<Code> declined) {

  /** All labels there are were set by hand. */
  static final Labelled BY_HAND = new Labelled(Set.of(), Set.of());

  Labelled {
    automatic = Set.copyOf(automatic);
    declined = Set.copyOf(declined);
  }

  /** The same resource after rules have been applied anew. */
  Labelled with(Set<Code> labels) {
    return new Labelled(labels, declined);
  }

  /** Somebody has set some by hand. */
  Labelled added(Set<Code> labels) {
    return new Labelled(without(automatic, labels), without(declined, labels));
  }

  /** Somebody has removed some who may. */
  Labelled removed(Set<Code> labels) {
    Set<Code> all = new LinkedHashSet<>(declined);
    all.addAll(labels);
    return new Labelled(without(automatic, labels), all);
  }

  private static Set<Code> without(Set<Code> some, Set<Code> others) {
    Set<Code> left = new LinkedHashSet<>(some);
    left.removeAll(others);
    return left;
  }
}
