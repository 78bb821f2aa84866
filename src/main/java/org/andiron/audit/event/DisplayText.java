package org.andiron.audit.event;

import java.util.regex.Pattern;

/** Text of people, as FHIR allows it in a string. */
final class DisplayText {

  /**
   * Control characters, halves of surrogate pairs, what is no character, and what turns the
   * direction of the text around it.
   */
  private static final Pattern NOT_IN_A_STRING =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF\\u202A-\\u202E\\u2066-\\u2069]+");

  private DisplayText() {}

  /** The text with spaces for all that no reader shows; empty if nothing is left. */
  static String of(String text) {
    return isUsual(text) ? text : NOT_IN_A_STRING.matcher(text).replaceAll(" ").strip();
  }

  /** Most texts are, and to look for all else would take most of the time. */
  private static boolean isUsual(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return text.isEmpty() || (text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ');
  }

  /**
   * The text, of which something has to be left.
   *
   * @throws IllegalArgumentException if nothing is
   */
  static String required(String text, String name) {
    String cleaned = of(text);
    if (cleaned.isEmpty()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    return cleaned;
  }
}
