package org.andiron.consentoracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Seeded chance. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** In an order that a seed repeats, whatever the set's. */
  <T> T oneOfSet(Collection<T> values) {
    return oneOf(values.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList());
  }

  /** Each of the values with that chance. */
  <T> Set<T> some(int percent, Collection<T> values) {
    Set<T> chosen = new LinkedHashSet<>();
    for (T value : values) {
      if (chance(percent)) {
        chosen.add(value);
      }
    }
    return chosen;
  }

  /** As many as are drawn, none with the first chance, and then more with the second each. */
  <T> List<T> repeats(int morePercent, Supplier<T> draw) {
    List<T> drawn = new ArrayList<>();
    do {
      drawn.add(draw.get());
    } while (drawn.size() < 4 && chance(morePercent));
    return drawn;
  }
}
