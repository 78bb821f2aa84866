package org.andiron.consentoracle;

/**
 * What a decision can turn on. The oracle can be told to disregard each, to see what it decides.
 */
enum Aspect {
  PERIOD,
  ACTOR,
  ACTION,
  PURPOSE,
  CLASS,
  CODE,
  SECURITY_LABEL,
  DATA_PERIOD,
  DATA,
  STATUS,
  SCOPE,
  VERIFICATION,
  NESTED_PROVISIONS,
  SUPERSESSION,
  EVERY_PATIENT,
  LEGAL,
  IMPLICIT_POLICY,
  BREAK_GLASS
}
