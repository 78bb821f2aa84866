package org.andiron.consentoracle;

import org.hl7.fhir.r4.model.Identifier;

/** A business identifier. */
record Ident(String system, String value) {

  static Ident of(Identifier identifier) {
    return new Ident(
        identifier.hasSystem() ? identifier.getSystem() : "",
        identifier.hasValue() ? identifier.getValue() : "");
  }

  Identifier identifier() {
    return new Identifier().setSystem(system).setValue(value);
  }
}
