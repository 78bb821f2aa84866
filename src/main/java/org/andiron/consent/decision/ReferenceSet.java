package org.andiron.consent.decision;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ResourceRef;

/**
 * Resources, and the identifiers by which they or others are referred to.
 *
 * @param references without version
 * @param identifiers of these resources, and those of logical references
 */
public record ReferenceSet(Set<ResourceRef> references, Set<BusinessIdentifier> identifiers) {

  /** Nothing. */
  public static final ReferenceSet EMPTY = new ReferenceSet(Set.of(), Set.of());

  public ReferenceSet {
    references = Set.copyOf(references);
    identifiers = Set.copyOf(identifiers);
  }

  /** Resources by their ids alone. */
  public static ReferenceSet of(ResourceRef... references) {
    return new ReferenceSet(Set.of(references), Set.of());
  }

  /** Whether what a consent refers to is among them. What cannot be resolved is not. */
  public boolean contains(ConsentReference reference) {
    if (reference instanceof ConsentReference.Local local) {
      return references.contains(local.target());
    }
    return reference instanceof ConsentReference.Logical logical
        && identifiers.contains(logical.identifier());
  }

  /** Those of both. */
  public ReferenceSet and(ReferenceSet other) {
    Set<ResourceRef> all = new LinkedHashSet<>(references);
    all.addAll(other.references);
    Set<BusinessIdentifier> allIdentifiers = new LinkedHashSet<>(identifiers);
    allIdentifiers.addAll(other.identifiers);
    return new ReferenceSet(all, allIdentifiers);
  }

  /** Whether one is in both, by its id or by an identifier. */
  public boolean meets(ReferenceSet other) {
    return containsAny(other.references) || !Collections.disjoint(identifiers, other.identifiers);
  }

  boolean containsAny(Set<ResourceRef> others) {
    return !Collections.disjoint(references, others);
  }
}
