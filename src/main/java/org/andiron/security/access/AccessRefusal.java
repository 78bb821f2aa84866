package org.andiron.security.access;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Set;
import org.andiron.security.access.AccessDecision.Refused;

/**
 * Refusals as a client is told of them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750, section 3.1</a>
 */
final class AccessRefusal {

  private static final String CHALLENGE = "WWW-Authenticate";

  private AccessRefusal() {}

  /** 403, with the scope that would do, if a scope is what is missing. */
  static BaseServerResponseException of(Refused refused) {
    BaseServerResponseException refusal = forbidden(refused.explanation() + ".");
    refused
        .scope()
        .ifPresent(
            scope ->
                refusal.addResponseHeader(
                    CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""));
    return refusal;
  }

  /** 403 for what no rule is about. */
  static BaseServerResponseException unclassified() {
    return forbidden("Nobody has a right to this request: no rule of the server is about it.");
  }

  /** 403 for a resource that may not be written for its patient. */
  static BaseServerResponseException ofOtherPatient(String type) {
    return forbidden(
        "The "
            + type
            + " is not, or not only, about a patient whose records this token may change.");
  }

  /** 403 for entries of one transaction that would gain by each other's rights. */
  static BaseServerResponseException ofEntries(Set<String> types) {
    return forbidden(
        "The entries of this transaction need rights that reach different records"
            + (types.isEmpty() ? "" : " of type " + String.join(", ", types))
            + ", and in one transaction each would reach those of all. Send entries of one HTTP"
            + " method, of one type, with or without criteria, in a transaction of their own; or"
            + " all of them as a batch.");
  }

  /** 403 for a reference by other criteria than may be used. */
  static BaseServerResponseException ofReference() {
    return forbidden(
        "This token may refer to a resource by criteria only with Type?identifier=system|value."
            + " Refer to it by its id.");
  }

  /** 403 for an answer that would have shown what it must not. */
  static BaseServerResponseException ofAnswer() {
    return forbidden("The answer would hold resources that this token may not see.");
  }

  /** 403 for a file of an export that holds what the caller could not export any more. */
  static BaseServerResponseException ofFile(String type) {
    return forbidden(
        "The rights of this caller do not reach any more what the file holds of "
            + type
            + ". Export again.");
  }

  /** 403 for a de-identified export of whom the caller names. */
  static BaseServerResponseException ofNamedPatients() {
    return forbidden(
        "This caller exports de-identified records only, and may not say whose: use $export or"
            + " Patient/$export without the parameter patient.");
  }

  /** 401. */
  static BaseServerResponseException unauthenticated() {
    String diagnostics = "This request needs an access token, in the header Authorization: Bearer.";
    BaseServerResponseException refusal = new AuthenticationException(diagnostics);
    refusal.addResponseHeader(CHALLENGE, "Bearer");
    return refusal;
  }

  private static BaseServerResponseException forbidden(String diagnostics) {
    return new ForbiddenOperationException(diagnostics);
  }
}
