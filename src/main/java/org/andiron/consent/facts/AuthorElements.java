package org.andiron.consent.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Who made a resource or what it tells of: not for whom it is, who is to act on it, or who left a
 * note in it.
 */
final class AuthorElements {

  private static final List<String> PATHS =
      List.of(
          "agent.who",
          "assessor",
          "asserter",
          "author",
          "collection.collector",
          "contributor",
          "enterer",
          "expressedBy",
          "informationSource",
          "interpreter",
          "operator",
          "orderer",
          "performer",
          "performer.actor",
          "prescriber",
          "provider",
          "recorder",
          "reporter",
          "requester",
          "resultsInterpreter",
          "sender",
          "series.performer.actor",
          "source");

  /** What these names mean in requests: those who are asked to do it. */
  private static final Set<String> ASKED = Set.of("performer", "sender");

  private static final Set<String> REQUESTS =
      Set.of("CommunicationRequest", "DeviceRequest", "MedicationRequest", "ServiceRequest");

  /** Source of a Consent is what it was made from, and of a message the system that sent it. */
  private static final Set<String> WITHOUT_SOURCE = Set.of("Consent", "MessageHeader");

  private final ModelElements model;
  private final Map<String, List<ElementPath>> ofTypes = new ConcurrentHashMap<>();

  AuthorElements(ModelElements model) {
    this.model = model;
  }

  /** References to its authors. */
  List<Reference> of(Resource resource) {
    List<Reference> authors = new ArrayList<>();
    for (ElementPath path : ofTypes.computeIfAbsent(resource.fhirType(), type -> list(resource))) {
      for (Base value : path.values(resource, model)) {
        if (value instanceof Reference reference) {
          authors.add(reference);
        }
      }
    }
    return authors;
  }

  private List<ElementPath> list(Resource resource) {
    String type = resource.fhirType();
    return PATHS.stream()
        .filter(it -> model.of(resource, first(it)) != null)
        .filter(it -> !(REQUESTS.contains(type) && ASKED.contains(it)))
        .filter(it -> !(WITHOUT_SOURCE.contains(type) && it.equals("source")))
        .map(ElementPath::new)
        .toList();
  }

  private static String first(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
