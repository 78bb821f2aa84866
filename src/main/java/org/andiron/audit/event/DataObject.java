package org.andiron.audit.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * What was read or changed.
 *
 * @param reference to a resource, with its version if there is one; empty if it is no resource
 * @param name of what is no resource, such as a job or a file of settings; empty otherwise
 * @param role what it is
 * @param labels its security labels
 * @param details what else there is to say of it, by type, in this order; no content of a resource
 */
public record DataObject(
    String reference, String name, Role role, List<Code> labels, Map<String, String> details) {

  /** What it can be. */
  public enum Role {
    RESOURCE("4", "Domain Resource"),
    REPORT("3", "Report"),
    JOB("20", "Job");

    private final Code code;

    Role(String value, String display) {
      code = Codes.objectRole(value, display);
    }

    Code code() {
      return code;
    }
  }

  /**
   * @throws IllegalArgumentException if it is neither a resource nor has a name
   */
  public DataObject {
    labels = List.copyOf(labels);
    Map<String, String> shown = new LinkedHashMap<>();
    details.forEach((type, value) -> shown.put(type, DisplayText.of(value)));
    details = Collections.unmodifiableMap(shown);
    if (reference.isEmpty()) {
      name = DisplayText.required(name, "the name");
    } else {
      ResourceReference.check(reference);
    }
  }

  /** A resource, as in {@code Observation/1/_history/2}. */
  public static DataObject resource(String reference) {
    return new DataObject(reference, "", Role.RESOURCE, List.of(), Map.of());
  }

  /** A job, such as an export. */
  public static DataObject job(String id) {
    return new DataObject("", id, Role.JOB, List.of(), Map.of());
  }

  /** Something else with a name that the operator gave it: settings, a role, a key, a file. */
  public static DataObject named(String name) {
    return new DataObject("", name, Role.RESOURCE, List.of(), Map.of());
  }

  /** The same with these security labels. */
  public DataObject labelled(List<Code> values) {
    return new DataObject(reference, name, role, values, details);
  }

  /** The same with these details; of those without a value there is nothing. */
  public DataObject detailed(Map<String, String> values) {
    return new DataObject(reference, name, role, labels, values);
  }

  /** Whether it is the Patient resource, of whatever version, of another patient. */
  boolean isOfOther(String patient) {
    String own = "Patient/" + patient;
    return reference.startsWith("Patient/")
        && !reference.equals(own)
        && !reference.startsWith(own + '/');
  }

  Optional<String> resourceType() {
    return reference.isEmpty() ? Optional.empty() : Optional.of(ResourceReference.type(reference));
  }

  Reference what() {
    return reference.isEmpty()
        ? new Reference().setIdentifier(new Identifier().setValue(name))
        : new Reference(reference);
  }
}
