package org.andiron.consent.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A rule with its exceptions.
 *
 * <p>An inner provision of the other type is an exception: it applies only where the outer one
 * does. One of the same type adds to the outer one: its elements take the place of the same
 * elements of the outer one, whose other elements hold for it too. The inner one that applies
 * decides; of several beside each other, one that denies.
 *
 * @param path where it stands in the resource or file, as FHIRPath
 * @param criteria all must be met; at most one of a kind
 */
public record Provision(
    String path, ProvisionType type, List<Criterion> criteria, List<Provision> provisions) {

  /** Levels of provisions inside provisions that are computed. */
  public static final int MAX_DEPTH = 10;

  public Provision {
    criteria = List.copyOf(criteria);
    provisions = List.copyOf(provisions);
    Set<Criterion.Kind> kinds = EnumSet.noneOf(Criterion.Kind.class);
    for (Criterion criterion : criteria) {
      if (!kinds.add(criterion.kind())) {
        throw new IllegalArgumentException(path + ": two criteria for " + criterion.kind());
      }
    }
  }

  /** Whether it, or one inside it, limits itself by an element. */
  public boolean asks(Criterion.Kind kind) {
    return criteria.stream().anyMatch(it -> it.kind() == kind)
        || provisions.stream().anyMatch(it -> it.asks(kind));
  }
}
