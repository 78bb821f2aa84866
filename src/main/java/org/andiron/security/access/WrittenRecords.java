package org.andiron.security.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.auth.CompartmentSearchParameterModifications;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;

/**
 * Whose record a resource is part of that is to be stored. Whoever may write for some patients may
 * write nothing that is about others too.
 */
final class WrittenRecords {

  /** References that make a resource part of a record without being in R4's compartment. */
  private static final Map<String, Set<String>> FURTHER_REFERENCES =
      Map.of(
          "Contract", Set.of("subject"),
          "Device", Set.of("patient"),
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
    Set<String> patients = patients(resource);
    String type = resource.fhirType();
    return visibility.portions().stream()
        .filter(portion -> portion.types().isEmpty() || portion.types().contains(type))
        .anyMatch(portion -> mayHold(portion, type, patients));
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
    CompartmentSearchParameterModifications further =
        CompartmentSearchParameterModifications.fromAdditionalCompartmentParamNames(
            resource.fhirType(), FURTHER_REFERENCES.getOrDefault(resource.fhirType(), Set.of()));
    Set<String> patients =
        context.newTerser().getCompartmentOwnersForResource("Patient", resource, further).stream()
            // The same elements refer to practitioners and groups too.
            .filter(it -> "Patient".equals(it.getResourceType()) && it.hasIdPart())
            .map(it -> it.getIdPart())
            .collect(Collectors.toSet());
    if (resource.fhirType().equals("Patient") && resource.getIdElement().hasIdPart()) {
      patients.add(new IdType(resource.getIdElement().getValue()).getIdPart());
    }
    return patients;
  }
}
