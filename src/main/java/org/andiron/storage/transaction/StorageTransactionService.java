package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.util.JpaHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.EntityNotFoundException;
import org.andiron.storage.RestrictedAccess;
import org.hibernate.ObjectNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.orm.jpa.JpaObjectRetrievalFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Opens each transaction of the storage: a conditional write waits for its like before it looks, no
 * more exists in it than for its request, and conflicts are told apart before HAPI decides whether
 * to try again.
 */
class StorageTransactionService extends JpaHapiTransactionService {

  private final ConditionalWriteLocks locks;
  private final ObjectProvider<RestrictedAccess> restrictedAccess;
  private final HiddenMatches hiddenMatches;

  StorageTransactionService(
      ConditionalWriteLocks locks,
      ObjectProvider<RestrictedAccess> restrictedAccess,
      HiddenMatches hiddenMatches) {
    this.locks = locks;
    this.restrictedAccess = restrictedAccess;
    this.hiddenMatches = hiddenMatches;
  }

  /** Also called for work that joins a transaction, which may be that of another request. */
  @Override
  protected <T> @Nullable T doExecute(ExecutionBuilder execution, TransactionCallback<T> callback) {
    RestrictedAccess access = restrictedAccess.getObject();
    RequestDetails request = execution.getRequestDetailsForTesting();
    access.prepare(request);
    return super.doExecute(
        execution,
        status -> {
          // HAPI has no status to give to work that joins a transaction.
          boolean begins = status != null && status.isNewTransaction();
          return access.within(
              request,
              begins,
              () -> {
                if (begins) {
                  hiddenMatches.requireNone(request);
                }
                return callback.doInTransaction(status);
              });
        });
  }

  @Override
  protected <T> @Nullable T doExecuteCallback(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    try {
      return super.doExecuteCallback(execution, serialised(execution, callback));
    } catch (ResourceVersionConflictException e) {
      throw ConflictClassification.classify(e);
    } catch (EntityNotFoundException
        | ObjectNotFoundException
        | JpaObjectRetrievalFailureException e) {
      // What was found refers to what was removed or withheld after that: two transactions met.
      throw new ResourceVersionConflictException(
          "What the request is about was changed by another at the same time; nothing was stored."
              + " Try again.",
          e,
          null);
    }
  }

  private <T> TransactionCallback<T> serialised(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    // An inner transaction of the same request would wait for its own outer one.
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      return callback;
    }
    return ConditionalCriteria.ofRequest(execution.getRequestDetailsForTesting())
        .map(
            criteria ->
                (TransactionCallback<T>)
                    status -> {
                      locks.take(criteria);
                      return callback.doInTransaction(status);
                    })
        .orElse(callback);
  }
}
