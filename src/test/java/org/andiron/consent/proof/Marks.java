package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;

/**
 * Tokens by which content can be told wherever it turns up: ids, words, numbers and dates that
 * occur once. Visible resources have such tokens too, so that nothing but the consents tells one
 * from the other.
 */
final class Marks {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  /** Ids and words; numbers; moments and days of a century of which nothing else is. */
  private static final Pattern MARK =
      Pattern.compile(
          "\\bq[0-9a-f]{14}\\b|\\b[1-9][0-9]{8}\\.[0-9]{3}\\b"
              + "|\\b20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}|\\b1[0-7][0-9]{2}-[0-9]{2}-[0-9]{2}\\b");

  private static final Pattern NOT_ZERO = Pattern.compile("[1-9]");

  private final Random random;

  private Marks(long seed) {
    random = new Random(seed);
  }

  /**
   * Tokens of one use, which are not those of another with the same seed.
   *
   * @param use what they are for
   */
  static Marks of(String use, long seed) {
    return new Marks(Objects.hash(use, seed));
  }

  /** A word, also fit as an id. */
  String word() {
    return "q%014x".formatted(random.nextLong() & 0xffffffffffffffL);
  }

  /** A number. */
  String number() {
    return "%d.%03d".formatted(100_000_000 + random.nextInt(900_000_000), random.nextInt(1000));
  }

  /** A day before the 19th century. */
  String day() {
    return "%d-%02d-%02d"
        .formatted(1000 + random.nextInt(800), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  /** A moment within a day. */
  String moment(String day) {
    return "%sT%02d:%02d:%02d.%03dZ"
        .formatted(
            day, random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1000));
  }

  /** Another token of the same kind and length. */
  static String other(String mark) {
    // No zeros, so that numbers stay as long.
    return NOT_ZERO.matcher(mark).replaceAll(it -> String.valueOf(it.group().charAt(0) % 9 + 1));
  }

  static String text(Resource resource) {
    return CONTEXT.newJsonParser().encodeResourceToString(resource);
  }

  /** All tokens in a text. */
  static Set<String> in(String text) {
    Set<String> marks = new LinkedHashSet<>();
    Matcher matcher = MARK.matcher(text);
    while (matcher.find()) {
      marks.add(matcher.group());
    }
    return marks;
  }
}
