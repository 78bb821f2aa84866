package org.andiron.security.role;

import java.util.Locale;
import java.util.Set;

/** Resource types that policies name together, as in {@code @terminology}. */
public enum TypeGroup {
  /** What describes this server and the structure of its resources. */
  CONFORMANCE(
      Set.of(
          "CapabilityStatement",
          "CompartmentDefinition",
          "ExampleScenario",
          "GraphDefinition",
          "ImplementationGuide",
          "MessageDefinition",
          "OperationDefinition",
          "SearchParameter",
          "StructureDefinition",
          "StructureMap",
          "TestScript")),
  /** Codes and their meaning. */
  TERMINOLOGY(
      Set.of("CodeSystem", "ConceptMap", "NamingSystem", "TerminologyCapabilities", "ValueSet")),
  /** Who and what there is to care for patients. */
  DIRECTORY(
      Set.of(
          "Endpoint",
          "HealthcareService",
          "Location",
          "Organization",
          "OrganizationAffiliation",
          "Practitioner",
          "PractitionerRole"));

  private final Set<String> types;

  TypeGroup(Set<String> types) {
    this.types = types;
  }

  /** Names of resource types. */
  public Set<String> types() {
    return types;
  }

  /** As a policy writes it. */
  public String code() {
    return "@" + name().toLowerCase(Locale.ROOT);
  }
}
