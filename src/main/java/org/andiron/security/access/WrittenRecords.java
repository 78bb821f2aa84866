package org.andiron.security.access;

import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.IdType;

/**
 * Whose record a resource is part of that is to be stored. Whoever may write for some patients may
 * write nothing that is about others too.
 */
final class WrittenRecords {

  /** References that make a resource part of a record without being in R4's compartment. */
  private static final Map<String, Set<String>> FURTHER_REFERENCES =
      Map.of(
          "Device", Set.of("patient"),
          "DeviceMetric", Set.of("source"),
          "GuidanceResponse", Set.of("subject"),
          "Task", Set.of("subject"));

  private final FhirContext context;

  WrittenRecords(FhirContext context) {
    this.context = context;
  }

  /** Whether one of the portions lets the resource be stored. */
  boolean mayHold(Visibility visibility, IBaseResource resource) {
    if (visibility.unrestricted()) {
      return true;
    }
    if (resource instanceof Binary binary && binary.hasSecurityContext()) {
      // Whether what stands for it exists for the caller is asked when it is stored.
      return visibility.portions().stream().anyMatch(it -> isOf(it, "Binary"));
    }
    Set<String> patients = patients(resource);
    String type = resource.fhirType();
    return visibility.portions().stream()
        .filter(portion -> isOf(portion, type))
        .anyMatch(portion -> mayHold(portion, type, patients));
  }

  private static boolean isOf(Portion portion, String type) {
    return portion.types().isEmpty() || portion.types().contains(type);
  }

  private static boolean mayHold(Portion portion, String type, Set<String> patients) {
    if (portion.patients().isEmpty()) {
      return true;
    }
    return patients.isEmpty()
        ? SharedTypes.ALL.contains(type)
        : portion.patients().get().containsAll(patients);
  }

  private Set<String> patients(IBaseResource resource) {
    Set<String> patients =
        context
            .newTerser()
            .getCompartmentOwnersForResource(
                "Patient", resource, FURTHER_REFERENCES.getOrDefault(resource.fhirType(), Set.of()))
            .stream()
            .filter(it -> it.getIdPart() != null)
            .map(it -> it.getIdPart())
            .collect(Collectors.toSet());
    if (resource.fhirType().equals("Patient") && resource.getIdElement().hasIdPart()) {
      patients.add(new IdType(resource.getIdElement().getValue()).getIdPart());
    }
    return patients;
  }
}
