package org.andiron.security.page.words;

import java.util.Arrays;
import java.util.Set;

/** What kind of data a resource type is, in the order in which people want to read of it. */
public enum TypeCategory {
  /** What is asked first about a patient. */
  SUMMARY(
      "Patient",
      "Condition",
      "AllergyIntolerance",
      "AdverseEvent",
      "ClinicalImpression",
      "DetectedIssue",
      "FamilyMemberHistory",
      "Flag",
      "Goal",
      "Immunization",
      "ImmunizationEvaluation",
      "ImmunizationRecommendation",
      "Procedure",
      "RiskAssessment",
      "RelatedPerson",
      "Person"),
  /** What was measured, seen or answered. */
  RESULTS(
      "Observation",
      "DiagnosticReport",
      "ImagingStudy",
      "Media",
      "Specimen",
      "BodyStructure",
      "MolecularSequence",
      "QuestionnaireResponse",
      "VisionPrescription"),
  /** Medicines. */
  MEDICATION(
      "MedicationRequest",
      "MedicationStatement",
      "MedicationAdministration",
      "MedicationDispense",
      "Medication",
      "MedicationKnowledge"),
  /** What is done and planned. */
  CARE(
      "Encounter",
      "EpisodeOfCare",
      "CarePlan",
      "CareTeam",
      "Appointment",
      "AppointmentResponse",
      "Schedule",
      "Slot",
      "ServiceRequest",
      "RequestGroup",
      "Task",
      "Communication",
      "CommunicationRequest",
      "NutritionOrder",
      "DeviceRequest",
      "DeviceUseStatement",
      "Device",
      "DeviceMetric",
      "SupplyRequest",
      "SupplyDelivery",
      "GuidanceResponse"),
  /** Documents, and records of no other kind. */
  DOCUMENTS(
      "DocumentReference", "DocumentManifest", "Composition", "Binary", "Bundle", "List", "Basic"),
  /** Who may see records, and who has. */
  PRIVACY("Consent", "AuditEvent", "Provenance", "VerificationResult"),
  /** Research and quality. */
  RESEARCH(
      "ResearchStudy",
      "ResearchSubject",
      "Group",
      "Measure",
      "MeasureReport",
      "Evidence",
      "EvidenceVariable",
      "ResearchDefinition",
      "ResearchElementDefinition",
      "EffectEvidenceSynthesis",
      "RiskEvidenceSynthesis"),
  /** Insurance and payment. */
  PAYMENT(
      "Coverage",
      "CoverageEligibilityRequest",
      "CoverageEligibilityResponse",
      "EnrollmentRequest",
      "EnrollmentResponse",
      "Claim",
      "ClaimResponse",
      "ExplanationOfBenefit",
      "Account",
      "ChargeItem",
      "ChargeItemDefinition",
      "Contract",
      "InsurancePlan",
      "Invoice",
      "PaymentNotice",
      "PaymentReconciliation"),
  /** Who and what there is in a hospital. */
  DIRECTORY(
      "Practitioner",
      "PractitionerRole",
      "Organization",
      "OrganizationAffiliation",
      "Location",
      "HealthcareService",
      "Endpoint"),
  /** Medicines, devices and substances as such. */
  CATALOGUE(
      "Substance",
      "SubstanceNucleicAcid",
      "SubstancePolymer",
      "SubstanceProtein",
      "SubstanceReferenceInformation",
      "SubstanceSourceMaterial",
      "SubstanceSpecification",
      "BiologicallyDerivedProduct",
      "DeviceDefinition",
      "CatalogEntry",
      "MedicinalProduct",
      "MedicinalProductAuthorization",
      "MedicinalProductContraindication",
      "MedicinalProductIndication",
      "MedicinalProductIngredient",
      "MedicinalProductInteraction",
      "MedicinalProductManufactured",
      "MedicinalProductPackaged",
      "MedicinalProductPharmaceutical",
      "MedicinalProductUndesirableEffect"),
  /** Rules, forms and codes. */
  KNOWLEDGE(
      "ActivityDefinition",
      "PlanDefinition",
      "Questionnaire",
      "Library",
      "ObservationDefinition",
      "SpecimenDefinition",
      "EventDefinition",
      "CodeSystem",
      "ValueSet",
      "ConceptMap",
      "NamingSystem",
      "TerminologyCapabilities"),
  /** How systems work together. */
  TECHNICAL(
      "CapabilityStatement",
      "CompartmentDefinition",
      "ExampleScenario",
      "GraphDefinition",
      "ImplementationGuide",
      "Linkage",
      "MessageDefinition",
      "MessageHeader",
      "OperationDefinition",
      "OperationOutcome",
      "Parameters",
      "SearchParameter",
      "StructureDefinition",
      "StructureMap",
      "Subscription",
      "TestReport",
      "TestScript");

  private final Set<String> types;

  TypeCategory(String... types) {
    this.types = Set.of(types);
  }

  /** Names of its resource types. */
  public Set<String> types() {
    return types;
  }

  /**
   * Whether resources of it are about nobody in particular, or about those who work here. It speaks
   * of a whole category, for a sentence; {@code SharedTypes} decides access, type by type, and has
   * {@code Medication}, which is read among prescriptions, but not {@code Subscription}.
   */
  boolean isAboutNoPatient() {
    return this == DIRECTORY || this == CATALOGUE || this == KNOWLEDGE || this == TECHNICAL;
  }

  static TypeCategory of(String type) {
    return Arrays.stream(values())
        .filter(it -> it.types.contains(type))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a resource type of FHIR R4"));
  }
}
