package org.andiron.audit.capture;

import java.util.List;
import java.util.Set;
import org.andiron.audit.event.ConsentBasis;

/**
 * What is not found although it is there.
 *
 * @param patients ids of those of whose record it is
 * @param denials the consents and policies that deny it; none if rights do
 */
record Hidden(Set<String> patients, List<ConsentBasis> denials) {

  /** Nothing is there. */
  static final Hidden NOTHING = new Hidden(Set.of(), List.of());

  Hidden {
    patients = Set.copyOf(patients);
    denials = List.copyOf(denials);
  }
}
