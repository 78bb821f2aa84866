package org.andiron.consent.plainterms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code src/docs/consent.md} taken apart: who and what its tables speak of, and its consents with
 * what is expected of them.
 *
 * @param people by the words of the first table
 * @param resources references such as {@code Patient/anna}, by the words of the second
 * @param examples in the order of the page
 */
public record PlainTerms(
    Map<String, Person> people, Map<String, String> resources, List<Example> examples) {

  static final Path PAGE = Path.of("src/docs/consent.md");

  /** What holds where a table does not name another. */
  static final String DEFAULT_POLICY = "Policy-all-normal";

  /**
   * Somebody who asks.
   *
   * @param self a reference, also of the account over HTTP
   * @param organizations references; none or one
   * @param memberships references to groups
   * @param role name of a role of this server
   */
  public record Person(
      String self, Set<String> organizations, Set<String> memberships, String role) {}

  /**
   * What a patient asks for.
   *
   * @param words the heading
   * @param consent the Consent, as JSON
   * @param takingBack how it is taken back
   */
  public record Example(
      String words, String consent, List<Expectation> expectations, String takingBack) {}

  /**
   * A row of a table.
   *
   * @param policy implicit policy, by the end of its URI
   * @param who a word of {@link #people}
   * @param purpose a code of v3-ActReason
   * @param what a word of {@link #resources}
   * @param before whether they see it without the consent, or when it has been taken back
   * @param withIt whether they see it with the consent
   */
  public record Expectation(
      String policy, String who, String purpose, String what, boolean before, boolean withIt) {}

  /** Reads the page. */
  public static PlainTerms read() {
    try {
      return new PlainTermsReader(Files.readAllLines(PAGE)).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A transaction that creates all people and resources the page speaks of, as JSON. */
  public static String record() {
    try (InputStream in =
        Objects.requireNonNull(PlainTerms.class.getResourceAsStream("record.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
