package org.andiron.storage.transaction;

import ca.uhn.fhir.i18n.Msg;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart what HAPI throws as one kind of conflict.
 *
 * <ul>
 *   <li>The version that the client named in If-Match is not the current one: 412.
 *   <li>A rule of the data forbids the change (something refers to the resource, a unique index has
 *       the value): 409, and trying again would not help.
 *   <li>Two transactions met: HAPI tries again.
 * </ul>
 */
final class ConflictClassification {

  /** Update, patch, delete of a version that is not the current one. */
  private static final List<String> STALE_VERSION =
      List.of(Msg.code(989), Msg.code(974), Msg.code(961));

  /** Delete of a resource that others refer to. */
  private static final List<String> FORBIDDEN = List.of(Msg.code(515), Msg.code(821));

  /** Value of a unique index taken. */
  private static final List<String> TAKEN = List.of(Msg.code(1093));

  private static final String TAKEN_MESSAGE =
      "Another resource has the same values of parameters that must be unique together; nothing was"
          + " stored.";

  private ConflictClassification() {}

  /** The exception to throw instead; the same one if two transactions met. */
  static BaseServerResponseException classify(ResourceVersionConflictException conflict) {
    if (begins(conflict, STALE_VERSION)) {
      return new PreconditionFailedException(conflict.getMessage());
    }
    if (begins(conflict, TAKEN)) {
      // HAPI names the other resource, which may not exist for the caller.
      return new ForbiddenChangeException(TAKEN_MESSAGE, null);
    }
    return begins(conflict, FORBIDDEN)
        ? new ForbiddenChangeException(conflict.getMessage(), conflict.getOperationOutcome())
        : conflict;
  }

  private static boolean begins(ResourceVersionConflictException conflict, List<String> codes) {
    String message = conflict.getMessage();
    return message != null && codes.stream().anyMatch(message::startsWith);
  }

  /** A conflict with the data as it is. HAPI tries again only what is exactly the superclass. */
  static final class ForbiddenChangeException extends ResourceVersionConflictException {

    private static final long serialVersionUID = 1L;

    ForbiddenChangeException(@Nullable String message, @Nullable IBaseOperationOutcome outcome) {
      super(message, outcome);
    }
  }
}
