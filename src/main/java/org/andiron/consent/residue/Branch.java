package org.andiron.consent.residue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;

/**
 * A provision that asks of the request alone and inherits nothing: what it would, it says itself.
 * Equal ones have equal texts, in whatever order they were made.
 *
 * @param inner those inside the provision, in its order
 */
record Branch(Provision provision, List<Branch> inner, String text) {

  /**
   * Of no values, so that none is met. A provision with it does not apply, but what it adds may.
   */
  static final Criterion NEVER = new Criterion.Actions(Set.of());

  static Branch of(ProvisionType type, Collection<Criterion> criteria, Collection<Branch> inner) {
    TreeMap<String, Criterion> ordered = new TreeMap<>();
    for (Criterion criterion : criteria) {
      ordered.put(CanonicalText.of(criterion), criterion);
    }
    List<Branch> branches = inOrder(inner);
    List<Provision> provisions = new ArrayList<>(branches.size());
    List<String> texts = new ArrayList<>(branches.size());
    for (Branch branch : branches) {
      provisions.add(branch.provision);
      texts.add(branch.text);
    }
    return new Branch(
        new Provision("", type, List.copyOf(ordered.values()), provisions),
        branches,
        CanonicalText.provision(type, List.copyOf(ordered.keySet()), texts));
  }

  static Branch leaf(ProvisionType type, Criterion... criteria) {
    return of(type, List.of(criteria), List.of());
  }

  private static List<Branch> inOrder(Collection<Branch> branches) {
    return branches.size() < 2
        ? List.copyOf(branches)
        : branches.stream().sorted(Comparator.comparing(Branch::text)).toList();
  }

  ProvisionType type() {
    return provision.type();
  }

  List<Criterion> criteria() {
    return provision.criteria();
  }

  boolean isLeaf() {
    return inner.isEmpty();
  }

  /** Whether it applies to all requests. */
  boolean isUnconditional() {
    return criteria().isEmpty();
  }

  /** Whether it applies to all requests, without exceptions. */
  boolean isConstant() {
    return isUnconditional() && isLeaf();
  }

  /** Whether it or anything inside it can bring about what provisions of a type do. */
  boolean mayBring(ProvisionType type) {
    if (type() == type && !criteria().contains(NEVER)) {
      return true;
    }
    for (Branch branch : inner) {
      if (branch.mayBring(type)) {
        return true;
      }
    }
    return false;
  }
}
