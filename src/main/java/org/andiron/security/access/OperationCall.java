package org.andiron.security.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.scope.ResourceTypes;

/**
 * A call of an operation.
 *
 * @param name without {@code $}
 * @param level on what it is called
 * @param type the resource type; empty on the system
 * @param parameters those of the URL and the primitive ones of the body
 */
record OperationCall(
    String name, OperationLevel level, String type, Map<String, List<String>> parameters) {

  OperationCall {
    parameters = Map.copyOf(parameters);
  }

  boolean has(String parameter, String value) {
    return parameters.getOrDefault(parameter, List.of()).contains(value);
  }

  /** The resource types that {@code _type} lists. */
  Set<String> listedTypes() {
    Set<String> types = new TreeSet<>();
    for (String list : parameters.getOrDefault("_type", List.of())) {
      types.addAll(Arrays.asList(list.split(",")));
    }
    // What is no type as it stands may be one to whoever reads it more leniently: then it is all.
    return ResourceTypes.ALL.containsAll(types) ? types : Set.of();
  }
}
