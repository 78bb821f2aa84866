package org.andiron.server.validation;

/**
 * One fault of a body.
 *
 * @param code a code of <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">issue-type</a>
 * @param expression FHIRPath of the place
 * @param diagnostics what is wrong and what would be right, without any value of the record
 * @param readable whether the body can be read in spite of it: 422 rather than 400
 */
record Problem(String code, String expression, String diagnostics, boolean readable) {

  static Problem structure(String expression, String diagnostics) {
    return new Problem("structure", expression, diagnostics, false);
  }

  static Problem value(String expression, String diagnostics) {
    return new Problem("value", expression, diagnostics, false);
  }
}
