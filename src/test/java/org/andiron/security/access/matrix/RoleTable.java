package org.andiron.security.access.matrix;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the roles that are brought along allow, written down once more. */
final class RoleTable {

  static final Set<String> CONFORMANCE_AND_TERMINOLOGY =
      Set.of(
          ("CapabilityStatement CompartmentDefinition ExampleScenario GraphDefinition"
                  + " ImplementationGuide MessageDefinition OperationDefinition SearchParameter"
                  + " StructureDefinition StructureMap TestScript CodeSystem ConceptMap"
                  + " NamingSystem TerminologyCapabilities ValueSet")
              .split(" "));

  private static final Set<String> DIRECTORY =
      Set.of(
          ("Endpoint HealthcareService Location Organization OrganizationAffiliation Practitioner"
                  + " PractitionerRole")
              .split(" "));

  /** Types that are about no patient. */
  static final Set<String> ABOUT_NOBODY =
      Set.of(
          ("ActivityDefinition CapabilityStatement CatalogEntry ChargeItemDefinition CodeSystem"
                  + " CompartmentDefinition ConceptMap DeviceDefinition EffectEvidenceSynthesis"
                  + " Endpoint EventDefinition Evidence EvidenceVariable ExampleScenario"
                  + " GraphDefinition HealthcareService ImplementationGuide InsurancePlan Library"
                  + " Location Measure Medication MedicationKnowledge MedicinalProduct"
                  + " MedicinalProductAuthorization MedicinalProductContraindication"
                  + " MedicinalProductIndication MedicinalProductIngredient"
                  + " MedicinalProductInteraction MedicinalProductManufactured"
                  + " MedicinalProductPackaged MedicinalProductPharmaceutical"
                  + " MedicinalProductUndesirableEffect MessageDefinition NamingSystem"
                  + " ObservationDefinition OperationDefinition Organization OrganizationAffiliation"
                  + " PlanDefinition Practitioner PractitionerRole Questionnaire ResearchDefinition"
                  + " ResearchElementDefinition ResearchStudy RiskEvidenceSynthesis SearchParameter"
                  + " SpecimenDefinition StructureDefinition StructureMap Substance"
                  + " SubstanceNucleicAcid SubstancePolymer SubstanceProtein"
                  + " SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification"
                  + " TerminologyCapabilities TestScript ValueSet")
              .split(" "));

  enum Reach {
    ANYBODY,
    OWN,
    NOBODY
  }

  enum Types {
    ALL,
    CLINICAL,
    CONSENT,
    AUDIT_EVENT,
    TASK,
    PATIENTS_WORDS,
    DESCRIPTIONS,
    SHARED,
    SUBSCRIPTION
  }

  /** What a role allows with the types, for patients in its reach. */
  record Right(Reach reach, Types types, String letters) {

    boolean isFor(String type) {
      return switch (types) {
        case ALL -> true;
        case CLINICAL ->
            !Set.of("AuditEvent", "Consent", "Subscription").contains(type)
                && !CONFORMANCE_AND_TERMINOLOGY.contains(type)
                && !DIRECTORY.contains(type);
        case CONSENT -> type.equals("Consent");
        case AUDIT_EVENT -> type.equals("AuditEvent");
        case TASK -> type.equals("Task");
        case PATIENTS_WORDS -> Set.of("QuestionnaireResponse", "Communication").contains(type);
        case DESCRIPTIONS -> CONFORMANCE_AND_TERMINOLOGY.contains(type);
        case SHARED -> CONFORMANCE_AND_TERMINOLOGY.contains(type) || DIRECTORY.contains(type);
        case SUBSCRIPTION -> type.equals("Subscription");
      };
    }
  }

  private static final Right LOOKS_UP = new Right(Reach.NOBODY, Types.SHARED, "rs");

  private static final Right SUBSCRIBES = new Right(Reach.ANYBODY, Types.SUBSCRIPTION, "cruds");

  private static final Right SUBSCRIBES_TO_OWN = new Right(Reach.OWN, Types.SUBSCRIPTION, "cruds");

  /** The role that administers, if the token is for everything. */
  static final String ADMINISTRATOR = "administrator";

  /** A client that acts for itself has no role and is limited by its scopes alone. */
  static final List<Right> BACKEND = List.of(new Right(Reach.ANYBODY, Types.ALL, "cruds"));

  private static final Map<String, List<Right>> ROLES =
      Map.of(
          "physician",
          List.of(
              new Right(Reach.ANYBODY, Types.CLINICAL, "cruds"),
              new Right(Reach.ANYBODY, Types.CONSENT, "rs"),
              SUBSCRIBES,
              LOOKS_UP),
          "nurse",
          List.of(
              new Right(Reach.ANYBODY, Types.CLINICAL, "crus"),
              new Right(Reach.ANYBODY, Types.CONSENT, "rs"),
              SUBSCRIBES,
              LOOKS_UP),
          "patient",
          List.of(
              new Right(Reach.OWN, Types.CLINICAL, "rs"),
              new Right(Reach.OWN, Types.CONSENT, "rs"),
              new Right(Reach.OWN, Types.AUDIT_EVENT, "rs"),
              new Right(Reach.OWN, Types.PATIENTS_WORDS, "cu"),
              SUBSCRIBES_TO_OWN,
              LOOKS_UP),
          "relative",
          List.of(new Right(Reach.OWN, Types.CLINICAL, "rs"), SUBSCRIBES_TO_OWN, LOOKS_UP),
          "privacy-officer",
          List.of(
              new Right(Reach.ANYBODY, Types.AUDIT_EVENT, "rs"),
              new Right(Reach.ANYBODY, Types.TASK, "rus"),
              new Right(Reach.ANYBODY, Types.CONSENT, "cruds"),
              LOOKS_UP),
          ADMINISTRATOR,
          List.of(
              new Right(Reach.NOBODY, Types.SHARED, "cruds"),
              new Right(Reach.ANYBODY, Types.SUBSCRIPTION, "ruds")),
          "researcher",
          List.of(new Right(Reach.NOBODY, Types.DESCRIPTIONS, "rs")));

  private RoleTable() {}

  static List<Right> of(String role) {
    return Objects.requireNonNull(ROLES.get(role));
  }
}
