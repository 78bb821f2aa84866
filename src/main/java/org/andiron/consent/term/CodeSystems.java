package org.andiron.consent.term;

/** URIs of the code systems whose codes have a meaning for consent. */
public final class CodeSystems {

  /** Purposes of use. */
  public static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  /** Sensitivities; {@code OPTIN} and {@code OPTOUT}. */
  public static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  /** Levels of confidentiality. */
  public static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

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

  private CodeSystems() {}
}
