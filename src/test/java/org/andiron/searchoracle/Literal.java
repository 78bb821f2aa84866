package org.andiron.searchoracle;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A literal reference taken apart; {@code base} is null if it is relative or on this server.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#literal">2.3.0.1</a>
 */
record Literal(
    String text,
    @Nullable String base,
    @Nullable String type,
    @Nullable String id,
    @Nullable String version) {

  private static final Pattern RESTFUL =
      Pattern.compile(
          "(?:(https?://.+)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})"
              + "(?:/_history/([A-Za-z0-9\\-.]{1,64}))?");

  static Literal parse(String text, String ownBase) {
    Matcher matcher = RESTFUL.matcher(text);
    if (!matcher.matches()) {
      return new Literal(text, null, null, null, null);
    }
    String base = ownBase.equals(matcher.group(1)) ? null : matcher.group(1);
    return new Literal(text, base, matcher.group(2), matcher.group(3), matcher.group(4));
  }

  boolean isContained() {
    return text.startsWith("#");
  }

  /** Whether it points to a resource of this server. */
  boolean isLocal() {
    return type != null && base == null;
  }

  /** Type and id on this server. */
  Optional<String> localKey() {
    return isLocal() ? Optional.of(type + "/" + id) : Optional.empty();
  }

  /** Whether a search for this finds a reference to the other: a version is asked for or not. */
  boolean finds(Literal other) {
    if (type == null) {
      return text.equals(other.text);
    }
    return type.equals(other.type)
        && Objects.equals(id, other.id)
        && Objects.equals(base, other.base)
        && (version == null || version.equals(other.version));
  }
}
