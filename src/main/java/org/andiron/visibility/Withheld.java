package org.andiron.visibility;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What does not exist for a reader although rights would let it: all that is under one of some
 * rules, as {@code andiron.ruled} tells, and all that is under a rule that nobody has looked at
 * yet.
 *
 * @param known the greatest id of a rule that was looked at
 * @param rules ids of the rules that deny
 * @param exemptPatients ids of Patient resources, without type, for whose records other rules deny
 * @param exemptRules ids of the rules that deny these
 * @param ownIds whether the ids of what the reader stores are its own, as those of another system
 *     are: then it may give them, and learns where one is taken
 * @param linkable whether what the reader stores may refer to what is withheld
 * @param few whether nobody is exempt and so few resources are withheld that all of them are looked
 *     up at once sooner than each that is met
 * @param consents how often Consents had changed: what was read of them when that was the same is
 *     still so
 */
public record Withheld(
    int known,
    SortedSet<Integer> rules,
    SortedSet<String> exemptPatients,
    SortedSet<Integer> exemptRules,
    boolean ownIds,
    boolean linkable,
    boolean few,
    long consents) {

  /** For the server itself. */
  public static final Withheld NOTHING = new Withheld(Integer.MAX_VALUE, Set.of(), true, 0);

  public Withheld {
    rules = Collections.unmodifiableSortedSet(new TreeSet<>(rules));
    exemptPatients = Collections.unmodifiableSortedSet(new TreeSet<>(exemptPatients));
    exemptRules = Collections.unmodifiableSortedSet(new TreeSet<>(exemptRules));
  }

  /** For a reader to whom no patient is special. */
  public Withheld(int known, Set<Integer> rules, boolean ownIds, long consents) {
    this(
        known,
        new TreeSet<>(rules),
        new TreeSet<>(),
        new TreeSet<>(),
        ownIds,
        false,
        false,
        consents);
  }

  /** Whether no rule denies anything. */
  public boolean isNothing() {
    return rules.isEmpty() && exemptRules.isEmpty();
  }
}
