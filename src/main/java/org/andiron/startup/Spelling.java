package org.andiron.startup;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name somebody most likely meant. */
public final class Spelling {

  /** Longer names are no misspelling of one of FHIR's or of a setting. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /**
   * The candidate nearest to what was written, or nothing if none is near: a third of its letters
   * may differ, counting two swapped neighbours as one.
   */
  public static @Nullable String nearest(String written, Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return null;
    }
    String lower = written.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = Math.max(1, written.length() / 3) + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - lower.length()) > bestDistance) {
        continue;
      }
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      boolean better =
          distance < bestDistance
              || (distance == bestDistance && best != null && candidate.compareTo(best) < 0);
      if (better) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** The question after the nearest candidate, with a blank before it; empty if none is near. */
  public static String question(String written, Collection<String> candidates) {
    String nearest = nearest(written, candidates);
    return nearest == null ? "" : " Did you mean '" + nearest + "'?";
  }

  /**
   * How many mistakes make one of the other: a letter too much, too few or wrong, or two neighbours
   * that changed places (optimal string alignment).
   */
  public static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + substitution);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        current[j] = swapped ? Math.min(least, beforePrevious[j - 2] + 1) : least;
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[b.length()];
  }
}
