package org.andiron.consent.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A resource of this server, whatever its version. */
public record ResourceRef(String type, String id) {

  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\\-.]{1,64})(?:/_history/[^/?#]+)?");

  /** What a relative URL such as {@code Patient/1/_history/2} names; empty if no resource. */
  public static Optional<ResourceRef> ofRelative(String url) {
    Matcher parts = RELATIVE.matcher(url);
    return parts.matches()
        ? Optional.of(new ResourceRef(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
