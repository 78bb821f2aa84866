package org.andiron.storage.content;

import java.lang.Character.UnicodeScript;

/** Scripts whose words have no gap between them, or to whose words others are attached. */
final class UnsegmentedScript {

  private UnsegmentedScript() {}

  /** Whether a letter is of such a script. */
  static boolean has(int letter) {
    if (letter < 0xe00) {
      return false;
    }
    return switch (UnicodeScript.of(letter)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
      // The Japanese marks that lengthen and repeat belong to several scripts.
      default -> letter == 0x30fc || letter == 0x3005;
    };
  }

  /** Whether a letter is of a script in which a line ends anywhere, without a sign. */
  static boolean breaksAnywhere(int letter) {
    return has(letter) && UnicodeScript.of(letter) != UnicodeScript.HANGUL;
  }
}
