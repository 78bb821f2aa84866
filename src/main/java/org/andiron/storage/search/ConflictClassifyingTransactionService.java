package org.andiron.storage.search;

import ca.uhn.fhir.i18n.Msg;
import ca.uhn.fhir.jpa.util.JpaHapiTransactionService;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionCallback;

/**
 * Tells apart what HAPI throws as one kind of conflict, before it decides whether to try the
 * transaction again.
 *
 * <ul>
 *   <li>The version that the client named in If-Match is not the current one: 412.
 *   <li>A rule of the data forbids the change (something refers to the resource, a unique index has
 *       the value): 409, and trying again would not help.
 *   <li>Two transactions met: tried again.
 * </ul>
 */
class ConflictClassifyingTransactionService extends JpaHapiTransactionService {

  /** Update, patch, delete of a version that is not the current one. */
  private static final List<String> STALE_VERSION =
      List.of(Msg.code(989), Msg.code(974), Msg.code(961));

  /** Delete of a resource that others refer to; value of a unique index taken. */
  private static final List<String> FORBIDDEN =
      List.of(Msg.code(515), Msg.code(821), Msg.code(1093));

  @Override
  protected <T> @Nullable T doExecuteCallback(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    try {
      return super.doExecuteCallback(execution, callback);
    } catch (ResourceVersionConflictException e) {
      if (begins(e, STALE_VERSION)) {
        throw new PreconditionFailedException(e.getMessage());
      }
      if (begins(e, FORBIDDEN)) {
        throw new ForbiddenChangeException(e);
      }
      throw e;
    }
  }

  private static boolean begins(ResourceVersionConflictException e, List<String> codes) {
    String message = e.getMessage();
    return message != null && codes.stream().anyMatch(message::startsWith);
  }

  /** A conflict with the data as it is. HAPI tries again only what is exactly the superclass. */
  static final class ForbiddenChangeException extends ResourceVersionConflictException {

    private static final long serialVersionUID = 1L;

    ForbiddenChangeException(ResourceVersionConflictException conflict) {
      super(conflict.getMessage(), conflict.getOperationOutcome());
    }
  }
}
