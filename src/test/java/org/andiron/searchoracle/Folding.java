package org.andiron.searchoracle;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of a text when case, accents, punctuation and superfluous white space are taken
 * away; letters that no decomposition reaches become their usual transcription.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">3.1.1.4.8</a>
 */
final class Folding {

  /** A letter by its category, an apostrophe by its use. */
  private static final int MODIFIER_APOSTROPHE = 0x02BC;

  private static final Map<Integer, String> TRANSCRIPTIONS =
      Map.of(
          (int) 'ß', "ss", (int) 'æ', "ae", (int) 'œ', "oe", (int) 'ø', "o", (int) 'ł', "l",
          (int) 'đ', "d", (int) 'ð', "d", (int) 'þ', "th", (int) 'ı', "i");

  static final String DASH = "[\\p{Pd}\u2212]";
  private static final String APOSTROPHE = "['`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02bd\u2032]";

  /** Full stops and quotation marks; other punctuation is as good as a blank. */
  private static final String JOINING = "'\".\u00b7\u2032\u2033\u201a\u201e";

  private Folding() {}

  static String fold(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder();
    // Lower case may compose again: dotted capital I becomes i and a combining dot.
    Normalizer.normalize(decomposed, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK && !isPunctuation(c))
        .forEach(
            c -> {
              String transcription = TRANSCRIPTIONS.get(c);
              if (isSeparator(c)) {
                folded.append(' ');
              } else if (transcription == null) {
                folded.appendCodePoint(c);
              } else {
                folded.append(transcription);
              }
            });
    return folded.toString().replaceAll("\\s+", " ").strip();
  }

  /** The folded text, with dashes, apostrophes or both as blanks too. */
  static Set<String> forms(String text) {
    String dashes = text.replaceAll(DASH, " ");
    return Set.copyOf(
        Stream.of(
                text, dashes, text.replaceAll(APOSTROPHE, " "), dashes.replaceAll(APOSTROPHE, " "))
            .map(Folding::fold)
            .collect(Collectors.toSet()));
  }

  private static boolean isPunctuation(int c) {
    if (c == MODIFIER_APOSTROPHE || JOINING.indexOf(c) >= 0) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.DASH_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> false;
    };
  }

  private static boolean isSeparator(int c) {
    return switch (Character.getType(c)) {
      case Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
