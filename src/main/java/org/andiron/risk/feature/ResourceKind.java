package org.andiron.risk.feature;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Types of resources from which features are taken. */
public enum ResourceKind {
  PATIENT("Patient"),
  OBSERVATION("Observation", "final", "amended", "corrected"),
  CONDITION("Condition", "active", "recurrence", "relapse"),
  MEDICATION_REQUEST("MedicationRequest", "active"),
  MEDICATION_STATEMENT("MedicationStatement", "active"),
  PROCEDURE("Procedure", "completed"),
  ENCOUNTER("Encounter", "finished", "in-progress", "onleave"),
  FAMILY_MEMBER_HISTORY("FamilyMemberHistory", "completed", "partial");

  private static final Map<String, ResourceKind> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(ResourceKind::typeName, kind -> kind));

  private final String typeName;
  private final String[] statuses;

  ResourceKind(String typeName, String... statuses) {
    this.typeName = typeName;
    this.statuses = statuses;
  }

  /** As FHIR calls it. */
  public String typeName() {
    return typeName;
  }

  /** Those that count if a definition does not say; of a Condition the clinical status. */
  String[] usualStatuses() {
    return statuses.clone();
  }

  /** Those that show that a patient was seen. */
  public static Set<ResourceKind> ofContacts() {
    return EnumSet.of(ENCOUNTER, OBSERVATION, PROCEDURE);
  }

  /** The kind of that name, empty if no feature is taken from it. */
  public static Optional<ResourceKind> of(String typeName) {
    return Optional.ofNullable(BY_NAME.get(typeName));
  }
}
