package org.andiron.audit.event;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * A code of a code system.
 *
 * @param system URI of the code system
 * @param value the code
 * @param display as the code system has it, empty if it is not stated
 */
public record Code(String system, String value, String display) {

  /** A code whose display is not stated. */
  public Code(String system, String value) {
    this(system, value, "");
  }

  /** A purpose of use, of v3-ActReason. */
  public static Code purpose(String value) {
    return new Code("http://terminology.hl7.org/CodeSystem/v3-ActReason", value);
  }

  Coding coding() {
    Coding coding = new Coding().setSystem(system).setCode(value);
    return display.isEmpty() ? coding : coding.setDisplay(display);
  }

  CodeableConcept concept() {
    return new CodeableConcept().addCoding(coding());
  }
}
