package org.andiron.storage.search;

import ca.uhn.fhir.i18n.Msg;
import ca.uhn.fhir.jpa.util.JpaHapiTransactionService;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;

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

  private final EntityManager entityManager;

  ConflictClassifyingTransactionService(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  protected <T> @Nullable T doExecuteCallback(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    try {
      return super.doExecuteCallback(execution, oneAtATime(execution, callback));
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

  /**
   * Lets only one conditional update with the same criteria look and then write at a time, on all
   * nodes: without that, two that find nothing both create. The lock ends with the transaction.
   */
  private <T> TransactionCallback<T> oneAtATime(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    String criteria = criteriaOfConditionalUpdate(execution.getRequestDetailsForTesting());
    // An inner transaction of the same request would wait for its own outer one.
    if (criteria == null || TransactionSynchronizationManager.isActualTransactionActive()) {
      return callback;
    }
    return status -> {
      entityManager
          .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:criteria, 0))")
          .setParameter("criteria", criteria)
          .getSingleResult();
      return callback.doInTransaction(status);
    };
  }

  private static @Nullable String criteriaOfConditionalUpdate(@Nullable RequestDetails request) {
    return request == null || request.getRestOperationType() != RestOperationTypeEnum.UPDATE
        ? null
        : request.getConditionalUrl(RestOperationTypeEnum.UPDATE);
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
