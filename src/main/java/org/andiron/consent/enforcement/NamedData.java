package org.andiron.consent.enforcement;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;

/**
 * The resources by whose links consents, or legal policies, say what they are about. When one of
 * them changes, others come under other rules.
 *
 * @param resources by their ids
 * @param identifiers of others
 * @param byIdentifier whether some are named by identifiers, or in a way that cannot be resolved,
 *     so that any may be one of them
 */
record NamedData(
    Set<ResourceRef> resources, Set<BusinessIdentifier> identifiers, boolean byIdentifier) {

  /** Those that some consents name. */
  static NamedData in(Collection<ConsentDirective> consents) {
    return of(consents.stream().map(ConsentDirective::root).toList());
  }

  /** Those that some rules name. */
  static NamedData of(Collection<Provision> rules) {
    Set<ResourceRef> named = new HashSet<>();
    Set<BusinessIdentifier> identifiers = new HashSet<>();
    boolean byIdentifier = false;
    Deque<Provision> provisions = new ArrayDeque<>(rules);
    while (!provisions.isEmpty()) {
      Provision provision = provisions.remove();
      provisions.addAll(provision.provisions());
      for (Criterion criterion : provision.criteria()) {
        if (criterion instanceof Criterion.Data data) {
          for (DataReference reference : data.references()) {
            if (reference.reference() instanceof ConsentReference.Local local) {
              named.add(local.target());
            } else {
              byIdentifier = true;
            }
            if (reference.reference() instanceof ConsentReference.Logical logical) {
              identifiers.add(logical.identifier());
            }
          }
        }
      }
    }
    return new NamedData(named, identifiers, byIdentifier);
  }

  /** Whether nothing is named. */
  boolean isEmpty() {
    return resources.isEmpty() && !byIdentifier;
  }

  /** Whether one of some resources may be among them. */
  boolean mayName(ChangedResources changed) {
    return byIdentifier
        || (!resources.isEmpty() && changed.names().stream().anyMatch(resources::contains));
  }

  /** What either names. */
  NamedData and(NamedData other) {
    Set<ResourceRef> both = new HashSet<>(resources);
    both.addAll(other.resources);
    Set<BusinessIdentifier> ofBoth = new HashSet<>(identifiers);
    ofBoth.addAll(other.identifiers);
    return new NamedData(both, ofBoth, byIdentifier || other.byIdentifier);
  }
}
