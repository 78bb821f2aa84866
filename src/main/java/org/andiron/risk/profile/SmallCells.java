package org.andiron.risk.profile;

/**
 * Numbers that say of few patients what they are, and are therefore not told. Fewer than eleven is
 * the limit of the Centers for Medicare &amp; Medicaid Services.
 *
 * @see <a href="https://resdac.org/articles/cms-cell-size-suppression-policy">CMS cell size
 *     suppression policy</a>
 */
final class SmallCells {

  /** So many patients are described. */
  static final int FEWEST = 11;

  private SmallCells() {}

  /** Whether it is of somebody, but of few. */
  static boolean isSmall(int count) {
    return count > 0 && count < FEWEST;
  }

  /**
   * Whose share is not told: of groups in which few have something, or few do not. If that is one
   * group alone, what is told of all would give it away, so that the next smallest is not told
   * either.
   *
   * @param having how many of each group have it
   * @param known of how many of each group it is known
   * @param others whether there are groups of which nothing is told
   */
  static boolean[] hidden(int[] having, int[] known, boolean others) {
    boolean[] hidden = new boolean[having.length];
    int count = 0;
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = isSmall(having[i]) || isSmall(known[i] - having[i]);
      count += hidden[i] ? 1 : 0;
    }
    if (count == 1 && !others) {
      int next = -1;
      for (int i = 0; i < hidden.length; i++) {
        if (!hidden[i] && (next < 0 || smaller(having, known, i) < smaller(having, known, next))) {
          next = i;
        }
      }
      if (next >= 0) {
        hidden[next] = true;
      }
    }
    return hidden;
  }

  private static int smaller(int[] having, int[] known, int i) {
    return Math.min(having[i], known[i] - having[i]);
  }
}
