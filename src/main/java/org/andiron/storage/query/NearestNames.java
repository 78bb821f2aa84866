package org.andiron.storage.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.andiron.startup.Spelling;

/** What somebody may have meant by a name that does not exist. */
public final class NearestNames {

  private static final int OFFERED = 5;

  /** No longer name is like one that exists. */
  private static final int LONGEST = 100;

  private static final int SHOWN = 60;

  /** Below it nearly every name has it as a part. */
  private static final int LONG_ENOUGH_AS_PART = 3;

  private NearestNames() {}

  /**
   * The names near to one, the nearest first: those that differ by one mistake or by as many as a
   * third of the letters, and those of which one is part of the other. A mistake is a letter too
   * much, too few or wrong, or two that changed places. Case, hyphens and underscores do not count.
   * To a name of more than 100 characters none is near.
   *
   * @return up to five, none if none is near
   */
  public static List<String> of(String written, Collection<String> names) {
    if (written.length() > LONGEST) {
      return List.of();
    }
    String bare = bare(written);
    return new TreeSet<>(names)
        .stream()
            .filter(it -> isNear(bare, bare(it)))
            .sorted(
                Comparator.comparing((String it) -> rank(bare, bare(it)))
                    .thenComparing(it -> Spelling.distance(written, it)))
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

  /** A name as a message repeats it: only the start of one longer than 60 characters. */
  public static String shortened(String name) {
    int length = name.codePointCount(0, name.length());
    return length > SHOWN ? name.substring(0, name.offsetByCodePoints(0, SHOWN)) + '…' : name;
  }

  private static boolean isNear(String written, String name) {
    int longer = Math.max(written.length(), name.length());
    return longer > 1 && Spelling.distance(written, name) <= Math.max(1, longer / 3)
        || isPart(written, name);
  }

  private static boolean isPart(String written, String name) {
    return Math.min(written.length(), name.length()) >= LONG_ENOUGH_AS_PART
        && (written.contains(name) || name.contains(written));
  }

  /** A part that was left out or is too much is one mistake. */
  private static int rank(String written, String name) {
    int distance = Spelling.distance(written, name);
    return isPart(written, name) ? Math.min(distance, 1) : distance;
  }

  private static String bare(String name) {
    String bare = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return bare.isEmpty() ? name : bare;
  }
}
