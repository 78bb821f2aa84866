package org.andiron.consent.rule;

/** What a provision does with that to which it applies. */
public enum ProvisionType {
  /** It may be done. */
  PERMIT,
  /** It may not be done. */
  DENY
}
