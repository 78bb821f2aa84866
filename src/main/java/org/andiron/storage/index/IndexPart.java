package org.andiron.storage.index;

import java.util.List;

/** The parts of which the index is made anew one after the other. */
enum IndexPart {

  /** Resources that the server itself searches; it does not start without them. */
  DEFINITIONS("res_type = any(?)"),

  /** All others. */
  RECORDS("res_type <> all(?)");

  private static final List<String> TYPES_OF_DEFINITIONS =
      List.of(
          // Topics of subscriptions, in R4.
          "Basic",
          "CapabilityStatement",
          "CodeSystem",
          "CompartmentDefinition",
          "ConceptMap",
          "ImplementationGuide",
          "NamingSystem",
          "OperationDefinition",
          "SearchParameter",
          "StructureDefinition",
          "Subscription",
          "ValueSet");

  private final String condition;

  IndexPart(String condition) {
    this.condition = condition;
  }

  /** The part that a resource type belongs to. */
  static IndexPart of(String resourceType) {
    return TYPES_OF_DEFINITIONS.contains(resourceType) ? DEFINITIONS : RECORDS;
  }

  /** What is true of the part's rows of {@code hfj_resource}, with one value. */
  String condition() {
    return condition;
  }

  /** The value of the condition. */
  static Object types() {
    return TYPES_OF_DEFINITIONS.toArray(String[]::new);
  }
}
