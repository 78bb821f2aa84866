package org.andiron.storage.index;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a literal reference says of its target.
 *
 * @param uri the reference without its version
 * @param absolute whether it may lead to another server
 * @param type of the target, null if the reference does not tell
 * @param version of the target, null if the reference is to whichever is current
 * @see <a href="https://hl7.org/fhir/R4/references.html#literal">Literal references</a>
 */
record ReferenceTarget(
    String uri, boolean absolute, @Nullable String type, @Nullable String version) {

  private static final Set<String> TYPES =
      Arrays.stream(ResourceType.values()).map(ResourceType::name).collect(Collectors.toSet());

  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private static final String HISTORY = "/_history/";

  static ReferenceTarget of(String reference) {
    int history = reference.indexOf(HISTORY);
    String uri = history < 0 ? reference : reference.substring(0, history);
    String version = history < 0 ? null : reference.substring(history + HISTORY.length());
    int id = uri.lastIndexOf('/');
    String type = null;
    if (id > 0) {
      String candidate = uri.substring(uri.lastIndexOf('/', id - 1) + 1, id);
      type = TYPES.contains(candidate) ? candidate : null;
    }
    return new ReferenceTarget(uri, ABSOLUTE.matcher(uri).lookingAt(), type, version);
  }

  /** The type of what the reference leads to, null if that cannot be told. */
  static @Nullable String typeOf(Reference reference, Resource from) {
    String literal = reference.getReference();
    if (literal != null && literal.startsWith("#")) {
      Resource target = contained(literal, from);
      if (target != null) {
        return target.fhirType();
      }
    } else if (literal != null) {
      String type = of(literal).type();
      if (type != null) {
        return type;
      }
    }
    if (reference.getResource() instanceof Resource target) {
      return target.fhirType();
    }
    return reference.getType();
  }

  /** What a reference that begins with {@code #} leads to, null if it leads nowhere. */
  static @Nullable Resource contained(String fragment, Resource from) {
    String id = fragment.substring(1);
    if (id.isEmpty()) {
      return from;
    }
    if (from instanceof DomainResource container) {
      for (Resource resource : container.getContained()) {
        String own = resource.getIdElement().getIdPart();
        if (id.equals(own) || fragment.equals(own)) {
          return resource;
        }
      }
    }
    return null;
  }
}
