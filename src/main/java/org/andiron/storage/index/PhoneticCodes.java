package org.andiron.storage.index;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.language.DoubleMetaphone;

/**
 * How words sound, for the {@code phonetic} parameters of people and organizations. Each word of
 * the folded text is replaced by its primary and, where it differs, its alternate code of Double
 * Metaphone (Lawrence Philips, 2000) of up to six letters, in lower case. A word without a code,
 * which includes all in other scripts than the Latin, stands for itself.
 *
 * <p>Two texts sound alike where a code of the one equals a code of the other.
 */
public final class PhoneticCodes {

  private static final DoubleMetaphone METAPHONE = new DoubleMetaphone();

  static {
    METAPHONE.setMaxCodeLen(6);
  }

  private PhoneticCodes() {}

  /** The codes of all words of the text. */
  public static Set<String> of(String text) {
    Set<String> codes = new LinkedHashSet<>();
    for (String word : TextFold.words(TextFold.fold(text))) {
      addWord(word, codes);
    }
    return codes;
  }

  private static void addWord(String word, Set<String> codes) {
    String primary = code(word, false);
    if (primary.isEmpty()) {
      codes.add(word);
      return;
    }
    codes.add(primary);
    String alternate = code(word, true);
    if (!alternate.isEmpty()) {
      codes.add(alternate);
    }
  }

  private static String code(String word, boolean alternate) {
    String code = METAPHONE.doubleMetaphone(word, alternate);
    return code == null ? "" : code.toLowerCase(Locale.ROOT);
  }
}
