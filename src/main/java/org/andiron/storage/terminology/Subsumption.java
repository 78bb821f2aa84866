package org.andiron.storage.terminology;

/**
 * How one code stands to another of the same code system.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-concept-subsumption-outcome.html">Outcomes</a>
 */
public enum Subsumption {
  EQUIVALENT("equivalent"),
  SUBSUMES("subsumes"),
  SUBSUMED_BY("subsumed-by"),
  NOT_SUBSUMED("not-subsumed");

  private final String code;

  Subsumption(String code) {
    this.code = code;
  }

  /** The code in FHIR. */
  public String code() {
    return code;
  }
}
