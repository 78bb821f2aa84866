package org.andiron.audit.verification;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The terms of a row, of which each is to be found in its event, and no other. */
final class RowTerms {

  /** As {@link org.andiron.audit.store.SearchTerm}, which keeps a digest of longer ones. */
  private static final int LONGEST_VALUE = 256;

  private final byte[][] terms;

  /** A bit for each that was found. */
  private long found;

  RowTerms(List<String> terms) {
    this.terms = new byte[terms.size()][];
    for (int i = 0; i < this.terms.length; i++) {
      this.terms[i] = terms.get(i).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Whether each was, once for all; none is twice in a row. */
  boolean allFound() {
    return terms.length <= Long.SIZE
        && found == (terms.length == Long.SIZE ? -1L : (1L << terms.length) - 1);
  }

  /** Whether a part of the JSON is the value of one. */
  boolean has(byte[] prefix, CompactJson json, int from, int to) {
    return has(prefix, json, from, from, from, to, false);
  }

  /** Whether two parts are system and code of one. */
  boolean hasWithSystem(
      byte[] prefix, CompactJson json, int systemFrom, int systemTo, int from, int to) {
    return has(prefix, json, systemFrom, systemTo, from, to, true);
  }

  /** Whether the current string is a code without a system, and is the value of two. */
  boolean hasToken(byte[] prefix, CompactJson json) {
    int from = json.from();
    return has(prefix, json, from, json.to())
        && hasWithSystem(prefix, json, from, from, from, json.to());
  }

  private boolean has(
      byte[] prefix,
      CompactJson json,
      int systemFrom,
      int systemTo,
      int from,
      int to,
      boolean withSystem) {
    int start = prefix.length;
    int code = start + (withSystem ? systemTo - systemFrom + 1 : 0);
    int length = code + to - from;
    // There are not more characters than bytes.
    if (length - start > LONGEST_VALUE) {
      return false;
    }
    for (int i = 0; i < Math.min(terms.length, Long.SIZE); i++) {
      byte[] term = terms[i];
      if (term.length == length
          && json.isIn(term, code, from, to)
          && begins(term, prefix)
          && (!withSystem
              || (term[code - 1] == '|' && json.isIn(term, start, systemFrom, systemTo)))) {
        found |= 1L << i;
        return true;
      }
    }
    return false;
  }

  private static boolean begins(byte[] term, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (term[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
