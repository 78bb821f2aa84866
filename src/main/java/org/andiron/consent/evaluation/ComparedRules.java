package org.andiron.consent.evaluation;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.andiron.consent.residue.AccessRule;

/**
 * The rules of a resource until now and with a draft: its own as part of each record, and those of
 * what it tells of. Whoever is to have it must be permitted it by each.
 *
 * @param before those that hold until now only
 * @param after those that hold with the draft only
 * @param always those that hold either way
 */
record ComparedRules(Set<AccessRule> before, Set<AccessRule> after, Set<AccessRule> always) {

  static final ComparedRules NONE = new ComparedRules(Set.of(), Set.of(), Set.of());

  /** What permits everything to everybody is left out, and what is said twice is said once. */
  ComparedRules {
    Set<AccessRule> either = new HashSet<>(before);
    either.retainAll(after);
    either.addAll(always);
    before = without(before, either);
    after = without(after, either);
    always = without(either, Set.of());
  }

  private static Set<AccessRule> without(Set<AccessRule> rules, Collection<AccessRule> others) {
    Set<AccessRule> rest = new HashSet<>(rules);
    rest.removeAll(others);
    rest.removeIf(AccessRule::permitsEverybody);
    return Set.copyOf(rest);
  }

  /** The rules of both. */
  ComparedRules and(ComparedRules other) {
    return new ComparedRules(
        union(before, other.before), union(after, other.after), union(always, other.always));
  }

  private static Set<AccessRule> union(Set<AccessRule> one, Set<AccessRule> other) {
    Set<AccessRule> union = new HashSet<>(one);
    union.addAll(other);
    return union;
  }

  /** Whether the draft may make a difference for anybody. */
  boolean differ() {
    return !before.isEmpty() || !after.isEmpty();
  }
}
