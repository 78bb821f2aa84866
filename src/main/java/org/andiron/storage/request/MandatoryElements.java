package org.andiron.storage.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource is shown with its mandatory elements, whatever {@code _elements} asks for.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">_elements</a>
 */
final class MandatoryElements {

  private MandatoryElements() {}

  /** Adds to the request the mandatory elements of the types in the answer that it shortens. */
  static void add(RequestDetails request, Resource answer) {
    String[] values = request.getParameters().get(Constants.PARAM_ELEMENTS);
    if (values == null) {
      return;
    }
    List<String> asked =
        Arrays.stream(String.join(",", values).split(",")).filter(it -> !it.isBlank()).toList();
    Stream<String> mandatory =
        types(answer)
            .distinct()
            .filter(type -> asked.stream().anyMatch(it -> concerns(it, type, request)))
            .flatMap(type -> mandatory(request.getFhirContext(), type));
    Map<String, String[]> completed = new HashMap<>(request.getParameters());
    completed.put(
        Constants.PARAM_ELEMENTS, Stream.concat(asked.stream(), mandatory).toArray(String[]::new));
    request.setParameters(completed);
  }

  private static Stream<String> types(Resource answer) {
    return answer instanceof Bundle bundle && bundle.getType() != Bundle.BundleType.DOCUMENT
        ? bundle.getEntry().stream()
            .filter(Bundle.BundleEntryComponent::hasResource)
            .map(it -> it.getResource().fhirType())
        : Stream.of(answer.fhirType());
  }

  private static boolean concerns(String element, String type, RequestDetails request) {
    return RequestedElements.namesType(element)
        ? element.startsWith(type + '.') || element.startsWith("*.")
        : request.getResourceName() == null || request.getResourceName().equals(type);
  }

  private static Stream<String> mandatory(FhirContext context, String type) {
    return context.getResourceDefinition(type).getChildren().stream()
        .filter(it -> it.getMin() > 0)
        .map(it -> type + '.' + it.getElementName());
  }
}
