package org.andiron.audit.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of whose records resources are, read from their JSON by the Patient compartment of FHIR R4 alone:
 * nothing of this is shared with what records.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 */
final class Records {

  /** By type, the elements by which a resource is in a compartment. */
  private static final Map<String, List<String>> ELEMENTS =
      Map.ofEntries(
          Map.entry("Patient", List.of("/link/other")),
          Map.entry("Observation", List.of("/subject", "/performer")),
          Map.entry("Condition", List.of("/subject", "/asserter")),
          Map.entry("Encounter", List.of("/subject")),
          Map.entry("Procedure", List.of("/subject", "/performer/actor")),
          Map.entry("Immunization", List.of("/patient")),
          Map.entry("AllergyIntolerance", List.of("/patient", "/recorder", "/asserter")),
          Map.entry("Communication", List.of("/subject", "/sender", "/recipient")),
          Map.entry("List", List.of("/subject", "/source")),
          Map.entry("RiskAssessment", List.of("/subject")),
          // Of no compartment of R4, but of one patient.
          Map.entry("Contract", List.of("/subject")),
          Map.entry("Device", List.of("/patient")),
          Map.entry("GuidanceResponse", List.of("/subject")),
          Map.entry("Task", List.of("/for")));

  private static final Set<String> OF_NOBODY =
      Set.of(
          "Practitioner",
          "Binary",
          "OperationOutcome",
          "CapabilityStatement",
          "CodeSystem",
          "ValueSet",
          "StructureDefinition",
          "SearchParameter");

  private static final Set<String> ENVELOPES = Set.of("Bundle", "Parameters");
  private static final Pattern PATIENT =
      Pattern.compile("(?:^|/)Patient/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$");

  private Records() {}

  /**
   * Ids of the patients of whose record something is in an answer.
   *
   * @throws IllegalStateException if there is a type of which this does not know whose it is
   */
  static Set<String> in(List<JsonNode> answer) {
    Set<String> patients = new TreeSet<>();
    answer.forEach(it -> collect(it, patients));
    return patients;
  }

  private static void collect(JsonNode node, Set<String> patients) {
    String type = node.path("resourceType").asText();
    if (type.isEmpty() || ENVELOPES.contains(type)) {
      node.forEach(it -> collect(it, patients));
    } else {
      patients.addAll(of(type, node.path("id").asText(), node));
    }
  }

  /** Ids of the patients of whose record one resource is. */
  static Set<String> of(String type, String id, JsonNode resource) {
    Set<String> patients = new TreeSet<>();
    if (OF_NOBODY.contains(type)) {
      return patients;
    }
    List<String> elements = ELEMENTS.get(type);
    if (elements == null) {
      throw new IllegalStateException("Whose record is a " + type + " part of?");
    }
    if (type.equals("Patient") && !id.isEmpty()) {
      patients.add(id);
    }
    elements.forEach(it -> follow(resource, it.substring(1), patients));
    return patients;
  }

  private static void follow(JsonNode node, String path, Set<String> patients) {
    if (node.isArray()) {
      node.forEach(it -> follow(it, path, patients));
    } else if (path.isEmpty()) {
      Matcher reference = PATIENT.matcher(node.path("reference").asText());
      if (reference.find()) {
        patients.add(reference.group(1));
      }
    } else {
      int slash = path.indexOf('/');
      String first = slash < 0 ? path : path.substring(0, slash);
      follow(node.path(first), slash < 0 ? "" : path.substring(slash + 1), patients);
    }
  }
}
