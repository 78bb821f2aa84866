package org.andiron.risk.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose a resource is, and to what of the same record it refers, as files have it. */
final class Subject {

  /** By element, the type of what it refers to. */
  private static final Map<String, String> REFERENCES =
      Map.of(
          "subject", "Patient",
          "patient", "Patient",
          "encounter", "Encounter",
          "medicationReference", "Medication");

  private static final Pattern URN = Pattern.compile("urn:uuid:(\\S+)");
  private static final Pattern PATIENT =
      Pattern.compile("Patient/([A-Za-z0-9.-]{1,64})(/_history/\\S+)?");

  private Subject() {}

  /**
   * Refers by type and id to what is referred to as {@code urn:uuid:}, as a server does when it
   * stores a transaction.
   */
  static void resolve(ObjectNode resource) {
    REFERENCES.forEach(
        (element, type) -> {
          if (resource.get(element) instanceof ObjectNode reference) {
            Matcher urn = URN.matcher(reference.path("reference").asText());
            if (urn.matches()) {
              reference.put("reference", type + "/" + urn.group(1));
            }
          }
        });
  }

  /** The id of the patient; empty if it is nobody's, or of somebody on another server. */
  static Optional<String> of(ObjectNode resource) {
    if (resource.path("resourceType").asText().equals("Patient")) {
      return Optional.of(resource.path("id").asText()).filter(id -> !id.isEmpty());
    }
    JsonNode reference =
        resource.has("subject") ? resource.get("subject") : resource.path("patient");
    Matcher patient = PATIENT.matcher(reference.path("reference").asText());
    return patient.matches() ? Optional.of(patient.group(1)) : Optional.empty();
  }
}
