package org.andiron.storage.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant by a name that does not exist. */
public final class NearestNames {

  private static final int OFFERED = 5;

  /** Below it nearly every name has it as a part. */
  private static final int LONG_ENOUGH_AS_PART = 3;

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestNames() {}

  /**
   * The names near to one, the nearest first: those that differ in up to two letters or a third of
   * them, and those of which one is part of the other. Case, hyphens and underscores do not count.
   *
   * @return up to five, none if none is near
   */
  public static List<String> of(String written, Collection<String> names) {
    String bare = bare(written);
    return new TreeSet<>(names)
        .stream()
            .filter(it -> isNear(bare, bare(it)))
            .sorted(
                Comparator.comparing((String it) -> rank(bare, bare(it)))
                    .thenComparing(it -> DISTANCE.apply(written, it)))
            .limit(OFFERED)
            .toList();
  }

  /** The question after them, with a blank before it; empty if none is near. */
  public static String question(String written, Collection<String> names) {
    return question("", written, names);
  }

  /**
   * The same.
   *
   * @param mark what comes before a name where it is used
   */
  static String question(String mark, String written, Collection<String> names) {
    List<String> near = of(written, names).stream().map(it -> mark + it).toList();
    return near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?";
  }

  private static boolean isNear(String written, String name) {
    int tolerated = Math.max(2, Math.max(written.length(), name.length()) / 3);
    int distance = DISTANCE.apply(written, name);
    // Of two letters that both differ nothing is left.
    return distance <= tolerated && distance < Math.max(written.length(), name.length())
        || isPart(written, name);
  }

  private static boolean isPart(String written, String name) {
    return Math.min(written.length(), name.length()) >= LONG_ENOUGH_AS_PART
        && (written.contains(name) || name.contains(written));
  }

  /** A part that was left out or is too much is one mistake. */
  private static int rank(String written, String name) {
    int distance = DISTANCE.apply(written, name);
    return isPart(written, name) ? Math.min(distance, 1) : distance;
  }

  private static String bare(String name) {
    String bare = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return bare.isEmpty() ? name : bare;
  }
}
