package org.andiron.storage.compartment;

import java.util.Arrays;
import java.util.Optional;

/**
 * The compartments of R4.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">CompartmentDefinition</a>
 */
public enum Compartment {
  PATIENT("Patient"),
  ENCOUNTER("Encounter"),
  RELATED_PERSON("RelatedPerson"),
  PRACTITIONER("Practitioner"),
  DEVICE("Device");

  /**
   * The parameter that says of an entry of a Bundle in which compartment it searches; its siblings
   * share everything else. Underscored: not a criterion.
   */
  public static final String ENTRY_FOCUS = "_in-compartment-of";

  private static final String MEMBERSHIP_PARAMETER = "in-compartment-of-";

  private final String focalType;

  Compartment(String focalType) {
    this.focalType = focalType;
  }

  /** The resource type that the compartment is about. */
  public String focalType() {
    return focalType;
  }

  /** The name of the search parameter for membership in this compartment. */
  public String membershipParameter() {
    return MEMBERSHIP_PARAMETER + focalType;
  }

  /** The compartment of a type of resource; empty if there is none. */
  public static Optional<Compartment> of(String focalType) {
    return Arrays.stream(values()).filter(it -> it.focalType.equals(focalType)).findFirst();
  }

  static Optional<Compartment> ofMembershipParameter(String name) {
    return name.startsWith(MEMBERSHIP_PARAMETER)
        ? of(name.substring(MEMBERSHIP_PARAMETER.length()))
        : Optional.empty();
  }
}
