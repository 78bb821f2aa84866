package org.andiron.security.page.words;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people call kinds of data, as the pages of sign-in do. */
public final class TypeWords {

  private final Words words;

  public TypeWords(Locale locale) {
    this.words = new Words(locale);
  }

  /** The resources of a type, as an object of a verb; empty if R4 has no such type. */
  public Optional<String> of(String resourceType) {
    return words.typeTextIfAny("type." + resourceType);
  }

  /**
   * One after the other, as in "a, b and c".
   *
   * @param parts at least one
   */
  public String list(List<String> parts) {
    return words.list(parts);
  }
}
