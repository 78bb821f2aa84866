package org.andiron.risk.assessment;

/**
 * What a stored RiskAssessment names as its basis is not a record of its subject, as after somebody
 * changed it. The message names types and nobody.
 */
public final class UnusableBasisException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableBasisException(String message) {
    super(message);
  }
}
