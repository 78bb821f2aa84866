package org.andiron.security.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.auth.CompartmentSearchParameterModifications;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.andiron.visibility.Portion;
import org.andiron.visibility.SharedTypes;
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
          "Contract", Set.of("subject"),
          "Device", Set.of("patient"),
          "GuidanceResponse", Set.of("subject"),
          "Task", Set.of("subject"));

  private static final Pattern BY_IDENTIFIER =
      Pattern.compile("([A-Z][A-Za-z]+)\\?identifier=[^&,]+");

  private final FhirContext context;

  WrittenRecords(FhirContext context) {
    this.context = context;
  }

  /** Whether one of the portions lets the resource be stored. */
  boolean mayHold(Visibility visibility, IBaseResource resource) {
    // Whose a Subscription is, and of what it tells, is for others to look at.
    if (visibility.unrestricted()
        || resource.fhirType().equals("Subscription") && visibility.owner().isPresent()) {
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

  /**
   * Types of which references by criteria are looked for.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException if one has criteria that
   *     would tell more than whether an identifier that the caller knows is there
   */
  Set<String> searchedReferences(IBaseResource resource) {
    Set<String> types = new TreeSet<>();
    for (ResourceReferenceInfo it : context.newTerser().getAllResourceReferences(resource)) {
      String reference = it.getResourceReference().getReferenceElement().getValue();
      int question = reference == null ? -1 : reference.indexOf('?');
      if (reference != null && question >= 0) {
        Matcher criteria =
            BY_IDENTIFIER.matcher(reference.substring(reference.lastIndexOf('/', question) + 1));
        if (!criteria.matches()) {
          throw AccessRefusal.ofReference();
        }
        types.add(criteria.group(1));
      }
    }
    return types;
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
