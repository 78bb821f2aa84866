package org.andiron.consent.enforcement;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.visibility.PlacedResources.Placed;

/**
 * The resources by whose links consents say what they are about. When one of them changes, others
 * come under other rules.
 *
 * @param resources by their ids
 * @param byIdentifier whether some are named by identifiers, so that any may be one of them
 */
record NamedData(Set<ResourceRef> resources, boolean byIdentifier) {

  /** Those that some consents name. */
  static NamedData in(Collection<ConsentDirective> consents) {
    Set<ResourceRef> named = new HashSet<>();
    boolean byIdentifier = false;
    Deque<Provision> provisions = new ArrayDeque<>();
    consents.forEach(it -> provisions.add(it.root()));
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
          }
        }
      }
    }
    return new NamedData(named, byIdentifier);
  }

  /** Whether nothing is named. */
  boolean isEmpty() {
    return resources.isEmpty() && !byIdentifier;
  }

  /** Whether one of some resources may be among them. */
  boolean mayName(Collection<Placed> stored) {
    return byIdentifier
        || stored.stream()
            .map(it -> it.resource().getIdElement())
            .anyMatch(
                id -> resources.contains(new ResourceRef(id.getResourceType(), id.getIdPart())));
  }

  /** Whether some consents name anything. */
  static boolean anyIn(Collection<List<ConsentDirective>> consents) {
    return consents.stream().anyMatch(it -> !in(it).isEmpty());
  }
}
