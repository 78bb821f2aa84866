package org.andiron.consent.facts;

import org.andiron.consent.decision.ReferenceSet;

/** What refers to resources, as far as that matters. */
@FunctionalInterface
public interface Referrers {

  /** Nothing is known to refer to anything. */
  Referrers NONE = resources -> ReferenceSet.EMPTY;

  /** What refers to one of some resources, by its id or by an identifier of it. */
  ReferenceSet of(ReferenceSet resources);
}
