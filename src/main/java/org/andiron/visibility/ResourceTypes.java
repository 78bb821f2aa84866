package org.andiron.visibility;

import java.util.Set;

/** Which resource types are about no patient. */
final class ResourceTypes {

  /**
   * What the server itself works with when it validates, searches or expands. It exists for every
   * request; who may read it is for scopes and roles to say.
   */
  static final Set<String> OF_THE_SERVER =
      Set.of(
          "CapabilityStatement",
          "CodeSystem",
          "CompartmentDefinition",
          "ConceptMap",
          "GraphDefinition",
          "ImplementationGuide",
          "MessageDefinition",
          "NamingSystem",
          "OperationDefinition",
          "SearchParameter",
          "StructureDefinition",
          "StructureMap",
          "TerminologyCapabilities",
          "ValueSet");

  /** Those of which no resource is about a patient, beside those of the server. */
  private static final Set<String> SHARED =
      Set.of(
          "ActivityDefinition",
          "CatalogEntry",
          "ChargeItemDefinition",
          "DeviceDefinition",
          "EffectEvidenceSynthesis",
          "Endpoint",
          "EventDefinition",
          "Evidence",
          "EvidenceVariable",
          "ExampleScenario",
          "HealthcareService",
          "InsurancePlan",
          "Library",
          "Location",
          "Measure",
          "Medication",
          "MedicationKnowledge",
          "MedicinalProduct",
          "MedicinalProductAuthorization",
          "MedicinalProductContraindication",
          "MedicinalProductIndication",
          "MedicinalProductIngredient",
          "MedicinalProductInteraction",
          "MedicinalProductManufactured",
          "MedicinalProductPackaged",
          "MedicinalProductPharmaceutical",
          "MedicinalProductUndesirableEffect",
          "ObservationDefinition",
          "Organization",
          "OrganizationAffiliation",
          "PlanDefinition",
          "Practitioner",
          "PractitionerRole",
          "Questionnaire",
          "ResearchDefinition",
          "ResearchElementDefinition",
          "ResearchStudy",
          "RiskEvidenceSynthesis",
          "SpecimenDefinition",
          "Substance",
          "SubstanceNucleicAcid",
          "SubstancePolymer",
          "SubstanceProtein",
          "SubstanceReferenceInformation",
          "SubstanceSourceMaterial",
          "SubstanceSpecification");

  private ResourceTypes() {}

  /** All shared types but those of the server. */
  static Set<String> shared() {
    return SHARED;
  }

  /** Whether no resource of a type is about a patient. */
  static boolean isShared(String type) {
    return SHARED.contains(type) || OF_THE_SERVER.contains(type);
  }
}
