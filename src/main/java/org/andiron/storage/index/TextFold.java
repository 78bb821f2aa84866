package org.andiron.storage.index;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The form in which texts are compared when case, accents and punctuation do not matter.
 *
 * <p>The text is decomposed (Unicode NFKD), marks of the Latin, Greek, Cyrillic, Hebrew and Arabic
 * scripts are dropped, letters become lower case whatever the language, and letters that no
 * decomposition reaches are spelt out: {@code ß} as {@code ss}, {@code æ} as {@code ae}, {@code œ}
 * as {@code oe}, {@code þ} as {@code th}, {@code ø ł đ ð ı} as {@code o l d d i}. Dashes,
 * apostrophes, quotation marks, full stops and characters without a width are dropped, so that
 * {@code O'Brien} is found as {@code obrien}; other punctuation separates words, and white space
 * between words is one blank, none at the ends. Marks of scripts where they are letters of their
 * own, such as the Japanese and the Indian ones, stay. To fold a folded text changes nothing.
 *
 * <p>Dashes and apostrophes are also read as blanks, since {@code Anna-Lena} is written {@code Anna
 * Lena} by some: a text has one to four {@linkplain #forms forms}, and two texts are compared in
 * all of them.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">String parameters</a>
 */
public final class TextFold {

  private TextFold() {}

  /** The folded text; empty if nothing of it counts. */
  public static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return foldUnicode(text);
      }
    }
    return foldAscii(text);
  }

  /**
   * The folded text, and what else it becomes if dashes, apostrophes or both are blanks; each once.
   */
  public static List<String> forms(String text) {
    boolean dashes = false;
    boolean apostrophes = false;
    for (int i = 0; i < text.length(); i++) {
      dashes |= isDash(text.charAt(i));
      apostrophes |= isApostrophe(text.charAt(i));
    }
    if (!dashes && !apostrophes) {
      return List.of(fold(text));
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(fold(text));
    if (dashes) {
      forms.add(fold(apart(text, true, false)));
    }
    if (apostrophes) {
      forms.add(fold(apart(text, false, true)));
    }
    if (dashes && apostrophes) {
      forms.add(fold(apart(text, true, true)));
    }
    return List.copyOf(forms);
  }

  private static String apart(String text, boolean dashes, boolean apostrophes) {
    StringBuilder apart = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((dashes && isDash(c)) || (apostrophes && isApostrophe(c))) {
        apart.setCharAt(i, ' ');
      }
    }
    return apart.toString();
  }

  /** Whether words are joined by it. */
  static boolean isDash(char c) {
    return c == '-'
        || (c >= 0x80 && (c == 0x2212 || Character.getType(c) == Character.DASH_PUNCTUATION));
  }

  private static boolean isApostrophe(char c) {
    return switch (c) {
      case '\'', '`', 0xb4, 0x2018, 0x2019, 0x2b9, 0x2bb, 0x2bc, 0x2bd, 0x2032 -> true;
      default -> false;
    };
  }

  /** The words of a folded text. */
  public static String[] words(String folded) {
    return folded.isEmpty() ? new String[0] : folded.split(" ");
  }

  private static String foldAscii(String text) {
    byte[] folded = new byte[text.length()];
    int length = 0;
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isAsciiLetterOrDigit(c) || isSymbol(c)) {
        if (blank && length > 0) {
          folded[length++] = ' ';
        }
        blank = false;
        folded[length++] = (byte) Character.toLowerCase(c);
      } else if (!isDropped(c)) {
        blank = true;
      }
    }
    return new String(Arrays.copyOf(folded, length), StandardCharsets.US_ASCII);
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return isWithin(c, 'a', 'z') || isWithin(c, '0', '9') || isWithin(c, 'A', 'Z');
  }

  private static boolean isWithin(int c, int first, int last) {
    return c >= first && c <= last;
  }

  private static boolean isSymbol(char c) {
    return c == '+' || c == '<' || c == '>' || c == '=' || c == '$' || c == '^' || c == '|'
        || c == '~';
  }

  private static String foldUnicode(String text) {
    // The acute accent as a character of its own would decompose into a blank and a mark.
    String decomposed = Normalizer.normalize(text.replace("\u00b4", ""), Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    boolean blank = false;
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      i += Character.charCount(c);
      if (isDropped(c)) {
        continue;
      }
      if (separates(c)) {
        blank = true;
        continue;
      }
      if (blank && !folded.isEmpty()) {
        folded.append(' ');
      }
      blank = false;
      appendLetter(folded, Character.toLowerCase(c));
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  private static void appendLetter(StringBuilder folded, int letter) {
    switch (letter) {
      case 'ß' -> folded.append("ss");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case 'þ' -> folded.append("th");
      case 'ø' -> folded.append('o');
      case 'ł' -> folded.append('l');
      case 'đ', 'ð' -> folded.append('d');
      case 'ı' -> folded.append('i');
      // The form of sigma at the end of a word, so that a beginning of the word finds it.
      case 'ς' -> folded.append('σ');
      default -> folded.appendCodePoint(letter);
    }
  }

  private static boolean isDropped(int c) {
    if (c < 0x80) {
      return c == '-'
          || c == '\''
          || c == '"'
          || c == '.'
          || c == '`'
          || (Character.isISOControl(c) && !isBlank(c));
    }
    return switch (Character.getType(c)) {
      case Character.DASH_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.FORMAT ->
          true;
      case Character.NON_SPACING_MARK -> isAccent(c);
      default ->
          switch (c) {
            // Middle dot, modifier letters and primes written as apostrophes, minus sign,
            // quotation marks that open below.
            case 0xb7, 0x2b9, 0x2bb, 0x2bc, 0x2bd, 0x2032, 0x2033, 0x2212, 0x201a, 0x201e -> true;
            default -> false;
          };
    };
  }

  private static boolean isAccent(int mark) {
    return mark <= 0x36f
        || isWithin(mark, 0x483, 0x487)
        || isWithin(mark, 0x591, 0x5c7)
        || isWithin(mark, 0x610, 0x61a)
        || isWithin(mark, 0x64b, 0x65f)
        || mark == 0x670
        || isWithin(mark, 0x6d6, 0x6ed)
        || isWithin(mark, 0x1ab0, 0x1aff)
        || isWithin(mark, 0x1dc0, 0x1dff)
        || isWithin(mark, 0x20d0, 0x20ff)
        || isWithin(mark, 0xfe20, 0xfe2f);
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static boolean separates(int c) {
    if (isBlank(c)) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
