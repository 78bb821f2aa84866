package org.andiron.storage.config;

import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Order of business versions and package versions: number by number, a release after its
 * pre-releases ({@code 2.0.0-ballot < 2.0.0 < 10.0.0}), a part that is no number by its letters and
 * before any number.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#canonical">Canonical references and
 *     versions</a>
 */
public final class BusinessVersion {

  /** Missing versions first. */
  public static final Comparator<@Nullable String> ORDER =
      Comparator.nullsFirst(BusinessVersion::compare);

  private BusinessVersion() {}

  private static int compare(String left, String right) {
    String[] a = left.split("[-+]", 2);
    String[] b = right.split("[-+]", 2);
    int byNumbers = compareParts(a[0], b[0]);
    if (byNumbers != 0) {
      return byNumbers;
    }
    if (a.length != b.length) {
      return b.length - a.length;
    }
    return a.length == 1 ? 0 : compareParts(a[1], b[1]);
  }

  private static int compareParts(String left, String right) {
    String[] a = left.split("\\.");
    String[] b = right.split("\\.");
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = comparePart(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int comparePart(String left, String right) {
    boolean leftIsNumber = isNumber(left);
    if (leftIsNumber != isNumber(right)) {
      return leftIsNumber ? 1 : -1;
    }
    return leftIsNumber
        ? new BigInteger(left).compareTo(new BigInteger(right))
        : left.compareTo(right);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
