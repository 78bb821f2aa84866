package org.andiron.storage.terminology;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code regex} filter of a value set. The pattern comes from outside and might take for ever, so
 * the characters it may look at are counted.
 */
final class RegexFilter {

  private static final int LONGEST_PATTERN = 1000;
  private static final int CHARACTERS_PER_TEXT = 100_000;

  private final Pattern pattern;

  RegexFilter(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      throw new InvalidRequestException("A regex filter is longer than 1000 characters");
    }
    try {
      this.pattern = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidRequestException("A regex filter is not a regular expression", e);
    }
  }

  /** Whether the whole text matches. */
  boolean matches(@Nullable String text) {
    return text != null && pattern.matcher(new Counted(text, new int[1])).matches();
  }

  private record Counted(CharSequence text, int[] looks) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > CHARACTERS_PER_TEXT) {
        throw new InvalidRequestException("A regex filter takes too long");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
