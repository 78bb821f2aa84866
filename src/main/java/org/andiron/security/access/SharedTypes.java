package org.andiron.security.access;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.security.role.TypeGroup;

/** Types of which no resource is about a patient, so that no patient binds a right to them. */
final class SharedTypes {

  static final Set<String> ALL =
      Stream.concat(
              Arrays.stream(TypeGroup.values()).flatMap(it -> it.types().stream()),
              Stream.of(
                  "ActivityDefinition",
                  "CatalogEntry",
                  "ChargeItemDefinition",
                  "DeviceDefinition",
                  "EffectEvidenceSynthesis",
                  "EventDefinition",
                  "Evidence",
                  "EvidenceVariable",
                  "InsurancePlan",
                  "Library",
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
                  "PlanDefinition",
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
                  "SubstanceSpecification"))
          .collect(Collectors.toUnmodifiableSet());

  private SharedTypes() {}
}
