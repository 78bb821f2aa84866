package org.andiron.consentoracle;

import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stored reference.
 *
 * @param reference type and id, without a version; null if only identifiers are known
 */
record Link(@Nullable String reference, Set<Ident> identifiers) {

  static Link to(String reference) {
    return new Link(reference, Set.of());
  }

  /** Whether a reference in a consent means this. */
  boolean isMeantBy(Reference named) {
    if (named.hasReference() && unversioned(named.getReference()).equals(reference)) {
      return true;
    }
    return named.hasIdentifier() && identifiers.contains(Ident.of(named.getIdentifier()));
  }

  static String unversioned(String reference) {
    int history = reference.indexOf("/_history/");
    return history < 0 ? reference : reference.substring(0, history);
  }

  @Override
  public String toString() {
    return reference == null ? identifiers.toString() : reference;
  }
}
