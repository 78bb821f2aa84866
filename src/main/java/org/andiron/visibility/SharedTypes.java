package org.andiron.visibility;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Types of which no resource is about a patient, so that no patient binds a right to them. The one
 * list of them.
 */
public final class SharedTypes {

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
          "SubstanceSpecification",
          "TestScript");

  /** All of them. */
  public static final Set<String> ALL =
      Stream.concat(SHARED.stream(), OF_THE_SERVER.stream())
          .collect(Collectors.toUnmodifiableSet());

  private SharedTypes() {}

  /** All shared types but those of the server. */
  static Set<String> shared() {
    return SHARED;
  }

  /** Whether no resource of a type is about a patient. */
  static boolean isShared(String type) {
    return ALL.contains(type);
  }
}
