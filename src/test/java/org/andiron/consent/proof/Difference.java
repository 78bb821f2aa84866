package org.andiron.consent.proof;

import org.andiron.consent.proof.Player.Heard;

/** A request that is answered in one way in world A and in another in world B. */
record Difference(Step step, Heard inA, Heard inB) {

  private static final int SHOWN = 500;

  @Override
  public String toString() {
    String a = inA.text();
    String b = inB.text();
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return step
        + "\n  in A, with what is hidden: "
        + part(a, same)
        + "\n  in B, without:             "
        + part(b, same);
  }

  private static String part(String text, int from) {
    int begin = Math.max(0, from - SHOWN / 2);
    return text.substring(0, Math.min(4, text.length()))
        + "… "
        + text.substring(begin, Math.min(text.length(), from + SHOWN)).replace('\n', ' ');
  }
}
