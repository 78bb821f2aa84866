package org.andiron.visibility;

import java.util.Optional;
import java.util.Set;

/**
 * One part of what exists for a request: resources of some types, perhaps of some patients only,
 * perhaps only those that a query finds. All that is given must hold.
 *
 * @param types names of resource types; empty: all
 * @param patients ids of Patient resources, without the type, in whose compartments the resource
 *     must be. Types of which no resource is about a patient, like Practitioner or ValueSet, are
 *     shared and not bound by it. Absent: any patient or none.
 * @param query search criteria the resource must meet, as in a search URL after the question mark,
 *     like {@code category=http://…|laboratory}; asks for exactly one type
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#finer-grained-resource-constraints-using-search-parameters">Finer-grained
 *     constraints using search parameters</a>
 */
public record Portion(Set<String> types, Optional<Set<String>> patients, Optional<String> query) {

  public Portion {
    types = Set.copyOf(types);
    patients = patients.map(Set::copyOf);
    if (query.isPresent() && types.size() != 1) {
      throw new IllegalArgumentException("A query is about one resource type, not " + types);
    }
  }

  /** All resources of these types, or of all types if there are none. */
  public static Portion of(Set<String> types) {
    return new Portion(types, Optional.empty(), Optional.empty());
  }

  /** Resources of these types, or of all if there are none, about these patients. */
  public static Portion of(Set<String> types, Set<String> patients) {
    return new Portion(types, Optional.of(patients), Optional.empty());
  }

  /** Whether this covers every resource there is. */
  boolean coversAll() {
    return types.isEmpty() && patients.isEmpty() && query.isEmpty();
  }
}
