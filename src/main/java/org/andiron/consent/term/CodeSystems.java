package org.andiron.consent.term;

import java.util.Set;

/** URIs of the code systems whose codes have a meaning for consent. */
public final class CodeSystems {

  /** Purposes of use. */
  public static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  /** Sensitivities; {@code OPTIN} and {@code OPTOUT}. */
  public static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  /** Levels of confidentiality. */
  public static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  /** What was done with a copy, and how far it can be trusted. */
  public static final String OBSERVATION_VALUE =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  /** What is done with data. */
  public static final String CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction";

  /** What a consent is about. */
  public static final String CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";

  /** Resource types of FHIR. */
  public static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";

  /** Media types. */
  public static final String MEDIA_TYPES = "urn:ietf:bcp:13";

  /** URIs as codes. */
  public static final String URIS = "urn:ietf:rfc:3986";

  /** IHE format codes of documents. */
  public static final String FORMAT_CODES =
      "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode";

  /** All names that {@link #FORMAT_CODES} has had. */
  private static final Set<String> NAMES_OF_FORMAT_CODES =
      Set.of(
          FORMAT_CODES,
          "http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem",
          "urn:oid:1.3.6.1.4.1.19376.1.2.3");

  private CodeSystems() {}

  /** Whether a code system is that of IHE's formats, by one of its names. */
  public static boolean isFormatCodes(String system) {
    return NAMES_OF_FORMAT_CODES.contains(system);
  }
}
