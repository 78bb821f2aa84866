package org.andiron.storage.compartment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A relative URL of a compartment search.
 *
 * @param focalType type of the resource that the compartment is about
 * @param focalId its id
 * @param type the type of the members searched for, or an asterisk
 * @param query what follows the question mark, as it is; empty if there is none
 */
record CompartmentUrl(String focalType, String focalId, String type, String query) {

  private static final Pattern FORM =
      Pattern.compile("/?([A-Z][A-Za-z]*)/([A-Za-z0-9.-]{1,64})/([A-Z][A-Za-z]*|\\*)(?:\\?(.*))?");

  /** Reads a URL; empty if it is not one of a compartment search. */
  static Optional<CompartmentUrl> parse(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      return Optional.empty();
    }
    String query = form.group(4);
    return Optional.of(
        new CompartmentUrl(
            form.group(1), form.group(2), form.group(3), query == null ? "" : query));
  }
}
