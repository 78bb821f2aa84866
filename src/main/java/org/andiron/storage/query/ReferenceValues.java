package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.UriValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads references, canonicals and URIs.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#reference">References</a>
 */
final class ReferenceValues {

  private static final String HISTORY = "/_history/";
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern RELATIVE =
      Pattern.compile("(?:([A-Za-z]+)/)?([A-Za-z0-9\\-.]{1,64})(?:/_history/(\\d{1,18}))?");

  private final Definitions definitions;
  private final List<String> bases;

  /**
   * @param bases the base URLs of this server
   */
  ReferenceValues(Definitions definitions, List<String> bases) {
    this.definitions = definitions;
    this.bases = bases.stream().map(it -> it.endsWith("/") ? it : it + '/').toList();
  }

  /**
   * What a value leads to: for the URL of something here both that and the URL, which a canonical
   * may have.
   *
   * @param targets the types it may be of; empty for all
   * @param type the type that a modifier demands, null if there is none
   */
  List<ReferenceValue> parse(
      String parameter, List<String> targets, @Nullable String type, String token) {
    String value = Escapes.unescape(token);
    if (!ABSOLUTE.matcher(value).matches()) {
      return local(parameter, targets, type, value).stream().toList();
    }
    List<ReferenceValue> values = new ArrayList<>();
    for (String base : bases) {
      String rest = value.startsWith(base) ? value.substring(base.length()) : "";
      if (rest.contains("/") && RELATIVE.matcher(rest).matches()) {
        local(parameter, targets, type, rest).ifPresent(values::add);
      }
    }
    UriValue elsewhere = versioned(value);
    if (type == null || elsewhere.uri().contains('/' + type + '/')) {
      values.add(new ReferenceValue.Elsewhere(elsewhere));
    }
    return values;
  }

  /** What a reference to a value may look like in a resource, for those that are compared so. */
  List<UriValue> literals(String parameter, List<String> targets, String token) {
    List<UriValue> literals = new ArrayList<>();
    for (ReferenceValue value : parse(parameter, targets, null, token)) {
      if (value instanceof ReferenceValue.Local local) {
        local.types().stream()
            .map(type -> new UriValue(type + '/' + local.id(), local.version()))
            .forEach(literals::add);
      } else {
        literals.add(((ReferenceValue.Elsewhere) value).uri());
      }
    }
    return literals;
  }

  /** Empty if the value is of another type than the one demanded. */
  private Optional<ReferenceValue> local(
      String parameter, List<String> targets, @Nullable String demanded, String value) {
    Matcher relative = RELATIVE.matcher(value);
    if (!relative.matches()) {
      throw new InvalidRequestException(
          "A value of the search parameter '"
              + parameter
              + "' is not a reference. A reference is such as [id], [type]/[id],"
              + " [type]/[id]/_history/[version] or an absolute URL.");
    }
    String type = relative.group(1);
    if (type != null) {
      definitions.requireTypeInValue(type, parameter);
      if (demanded != null && !demanded.equals(type)) {
        return Optional.empty();
      }
    }
    String only = type == null ? demanded : type;
    return Optional.of(
        new ReferenceValue.Local(
            only == null ? targets : List.of(only), relative.group(2), relative.group(3)));
  }

  /** A URL with or without the version, of a resource or of a canonical. */
  private static UriValue versioned(String value) {
    int history = value.indexOf(HISTORY);
    return history < 0
        ? canonical(value)
        : new UriValue(value.substring(0, history), value.substring(history + HISTORY.length()));
  }

  /** A URI with or without the version of a canonical. */
  static UriValue canonical(String value) {
    int bar = value.lastIndexOf('|');
    return bar < 0 || bar == value.length() - 1
        ? new UriValue(bar < 0 ? value : value.substring(0, bar), null)
        : new UriValue(value.substring(0, bar), value.substring(bar + 1));
  }

  /** A URI as written in a parameter. */
  static UriValue uri(String token) {
    return canonical(Escapes.unescape(token));
  }
}
