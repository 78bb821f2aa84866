package org.andiron.consentoracle;

import org.hl7.fhir.r4.model.Coding;

/** A code of a code system. */
record Code(String system, String value) {

  static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
  static final String CANONICALS = "urn:ietf:rfc:3986";
  static final String MIME_TYPES = "urn:ietf:bcp:13";
  static final String FORMATS = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode";
  static final String REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  static final String ACT_CODES = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  static final String SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope";
  static final String ACTIONS = "http://terminology.hl7.org/CodeSystem/consentaction";
  static final String PARTICIPATIONS = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

  static Code of(Coding coding) {
    return new Code(
        coding.hasSystem() ? coding.getSystem() : "", coding.hasCode() ? coding.getCode() : "");
  }

  static Code reason(String value) {
    return new Code(REASONS, value);
  }

  static Code sensitivity(String value) {
    return new Code(ACT_CODES, value);
  }

  static Code confidentiality(String value) {
    return new Code(CONFIDENTIALITY, value);
  }

  Coding coding() {
    return new Coding(system, value, null);
  }

  @Override
  public String toString() {
    return system.substring(system.lastIndexOf('/') + 1) + "#" + value;
  }
}
