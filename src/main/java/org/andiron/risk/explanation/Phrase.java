package org.andiron.risk.explanation;

import java.text.Format;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A phrase with places for texts as {@link MessageFormat} has it, which reads the pattern each
 * time: here it is read once. Immutable.
 */
public final class Phrase {

  /** No character, so that it is in no phrase. */
  private static final char MARK = '\uFFFF';

  /** What is before each place, and after the last. */
  private final List<String> parts = new ArrayList<>();

  private final int[] places;

  private Phrase(String marked) {
    int from = 0;
    int[] found = new int[marked.length()];
    int count = 0;
    for (int at = marked.indexOf(MARK); at >= 0; at = marked.indexOf(MARK, from)) {
      parts.add(marked.substring(from, at));
      found[count++] = marked.charAt(at + 1);
      from = at + 2;
    }
    parts.add(marked.substring(from));
    places = Arrays.copyOf(found, count);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none, or has places for anything but text
   */
  public static Phrase of(String pattern) {
    MessageFormat format = new MessageFormat(pattern);
    Format[] formats = format.getFormatsByArgumentIndex();
    if (Arrays.stream(formats).anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException("places are for text alone: " + pattern);
    }
    return new Phrase(
        format.format(
            IntStream.range(0, formats.length)
                .mapToObj(place -> String.valueOf(new char[] {MARK, (char) place}))
                .toArray()));
  }

  /** The phrase with texts in its places; one for which there is no text stays as it is. */
  public String say(String... texts) {
    if (places.length == 0) {
      return parts.get(0);
    }
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < places.length; i++) {
      said.append(parts.get(i));
      if (places[i] < texts.length) {
        said.append(texts[places[i]]);
      } else {
        said.append('{').append(places[i]).append('}');
      }
    }
    return said.append(parts.get(places.length)).toString();
  }
}
