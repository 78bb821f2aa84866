package org.andiron.storage.request;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.query.NearestNames;
import org.andiron.storage.query.UnsupportedSearchException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names in {@code _elements}: {@code name}, or {@code Patient.name} where matches and
 * includes are of several types; {@code *.name} for all types, {@code Bundle.total} for the answer
 * itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">_elements</a>
 */
final class RequestedElements {

  private static final String CHOICE = "[x]";
  private static final String ANY = "*";

  private final FhirContext context;

  RequestedElements(FhirContext context) {
    this.context = context;
  }

  /**
   * The name in the form that HAPI's parser takes.
   *
   * @param types the types searched; one of them must have the element if no type is named
   * @throws UnsupportedSearchException if there is no such element
   * @throws InvalidRequestException if it is not the name of an element
   */
  String read(Collection<String> types, String name) {
    String[] parts = name.split("\\.", -1);
    if (List.of(parts).contains("")) {
      throw new InvalidRequestException(
          "The parameter '_elements' needs names of elements, such as id,name or"
              + " Patient.name,Observation.code.");
    }
    if (!namesType(name)) {
      return element(types, parts, 0);
    }
    if (parts[0].equals(ANY)) {
      return parts.length == 1 ? name : ANY + '.' + element(context.getResourceTypes(), parts, 1);
    }
    if (!context.getResourceTypes().contains(parts[0])) {
      throw new UnsupportedSearchException(
          "The parameter '_elements' names the type '"
              + parts[0]
              + "', which does not exist."
              + NearestNames.question(parts[0], context.getResourceTypes()));
    }
    return parts.length == 1 ? name : parts[0] + '.' + element(List.of(parts[0]), parts, 1);
  }

  /** Whether a name begins with a type. */
  static boolean namesType(String name) {
    return name.startsWith(ANY) || Character.isUpperCase(name.charAt(0));
  }

  private String element(Collection<String> types, String[] parts, int from) {
    Set<String> known = new TreeSet<>();
    for (String type : types) {
      BaseRuntimeElementCompositeDefinition<?> definition = context.getResourceDefinition(type);
      String found = canonical(definition, parts[from]);
      if (found != null) {
        parts[from] = found;
        return String.join(".", List.of(parts).subList(from, parts.length));
      }
      definition.getChildren().forEach(it -> known.add(it.getElementName()));
    }
    throw new UnsupportedSearchException(
        "The parameter '_elements' names the element '"
            + parts[from]
            + "', which "
            + (types.size() == 1 ? types.iterator().next() + " does not have." : "does not exist.")
            + NearestNames.question(parts[from], known));
  }

  /** The name of an element, of a choice the one without {@code [x]} or a type; null if none. */
  private static @Nullable String canonical(
      BaseRuntimeElementCompositeDefinition<?> definition, String name) {
    if (name.equals("resourceType")) {
      return name;
    }
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      String own = child.getElementName();
      if (own.equals(name)
          || name.equals(own + CHOICE)
          || child.getValidChildNames().contains(name)) {
        return own;
      }
    }
    return null;
  }
}
