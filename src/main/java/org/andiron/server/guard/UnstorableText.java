package org.andiron.server.guard;

/**
 * Characters that JSON can spell with an escape, but that no database text and no UTF-8 can hold:
 * the character U+0000 and a half of a surrogate pair.
 */
final class UnstorableText {

  static final String PROBLEM =
      "A text has the character U+0000 or half of a surrogate pair, which cannot be stored.";

  private UnstorableText() {}

  /** Whether a JSON body may have such an escape at all: true is cheap to verify, and rare. */
  static boolean mayBeEscapedIn(byte[] json, int length) {
    for (int i = 0; i + 5 < length; i++) {
      if (json[i] == '\\' && json[i + 1] == 'u') {
        boolean zero =
            json[i + 2] == '0' && json[i + 3] == '0' && json[i + 4] == '0' && json[i + 5] == '0';
        if (zero || json[i + 2] == 'd' || json[i + 2] == 'D') {
          return true;
        }
      }
    }
    return false;
  }

  static boolean isIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return true;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return true;
      }
    }
    return false;
  }
}
