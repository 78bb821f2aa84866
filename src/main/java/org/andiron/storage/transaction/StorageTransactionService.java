package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.util.JpaHapiTransactionService;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Opens each transaction of the storage: a conditional write waits for its like before it looks,
 * and conflicts are told apart before HAPI decides whether to try again.
 */
class StorageTransactionService extends JpaHapiTransactionService {

  private final ConditionalWriteLocks locks;

  StorageTransactionService(ConditionalWriteLocks locks) {
    this.locks = locks;
  }

  @Override
  protected <T> @Nullable T doExecuteCallback(
      ExecutionBuilder execution, TransactionCallback<T> callback) {
    try {
      return super.doExecuteCallback(execution, serialised(execution, callback));
    } catch (ResourceVersionConflictException e) {
      throw ConflictClassification.classify(e);
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
