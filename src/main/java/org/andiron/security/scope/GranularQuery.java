package org.andiron.security.scope;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The resources of a type to which a scope is narrowed: those that match all of the search
 * parameters. Without parameters it narrows nothing.
 *
 * @param parameters in the order in which they were written
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#finer-grained-resource-constraints-using-search-parameters">Finer-grained
 *     resource constraints using search parameters</a>
 */
public record GranularQuery(List<Parameter> parameters) {

  /** Narrows nothing. */
  public static final GranularQuery NONE = new GranularQuery(List.of());

  public GranularQuery {
    parameters = List.copyOf(parameters);
  }

  /**
   * A search parameter without modifier and chain.
   *
   * @param name as in {@code category}
   * @param value not encoded; a comma separates alternatives, as in any search
   */
  public record Parameter(String name, String value) {

    public Parameter {
      QueryText.requireName(name);
      QueryText.requireValue(value);
    }

    /** Whether what matches the other also matches this one. */
    boolean covers(Parameter other) {
      return name.equals(other.name) && alternatives().containsAll(other.alternatives());
    }

    private Set<String> alternatives() {
      Set<String> alternatives = new LinkedHashSet<>();
      StringBuilder current = new StringBuilder();
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\\' && i + 1 < value.length()) {
          current.append(c).append(value.charAt(++i));
        } else if (c == ',') {
          alternatives.add(current.toString());
          current.setLength(0);
        } else {
          current.append(c);
        }
      }
      alternatives.add(current.toString());
      return alternatives;
    }
  }

  /** Whether it narrows nothing. */
  public boolean isEmpty() {
    return parameters.isEmpty();
  }

  /** Whether whatever matches the other is known to match this one. */
  boolean covers(GranularQuery other) {
    return parameters.stream().allMatch(own -> other.parameters.stream().anyMatch(own::covers));
  }

  /** What matches both. */
  public GranularQuery and(GranularQuery other) {
    List<Parameter> both = new ArrayList<>(parameters);
    for (Parameter parameter : other.parameters) {
      if (both.stream().noneMatch(parameter::covers)) {
        both.add(parameter);
      }
    }
    return new GranularQuery(both);
  }

  /**
   * As the query of a URL, encoded so that it can stand in a scope. Empty if it narrows nothing.
   */
  public String text() {
    return parameters.stream()
        .map(it -> it.name() + "=" + QueryText.encode(it.value()))
        .collect(Collectors.joining("&"));
  }
}
