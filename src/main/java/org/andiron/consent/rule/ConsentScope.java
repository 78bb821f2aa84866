package org.andiron.consent.rule;

/** What a consent is about. */
public enum ConsentScope {
  /** Who may see and use the record: for any purpose. */
  PATIENT_PRIVACY,
  /** Taking part in research: for purposes of research. */
  RESEARCH,
  /** Anything else: says nothing about access. */
  OTHER
}
