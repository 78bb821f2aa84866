package org.andiron.storage.jpa;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A transaction that cannot be committed ends. */
class CommitFailureTest {

  /** As where all connections are taken, and the work needs a second one. */
  @Test
  void isRolledBackIfAnotherCannotBeginBeforeItsCommit() {
    EntityManagerFactory factory = mock(EntityManagerFactory.class);
    EntityManager manager = mock(EntityManager.class);
    EntityTransaction transaction = mock(EntityTransaction.class);
    when(factory.createEntityManager()).thenReturn(manager);
    when(manager.getTransaction()).thenReturn(transaction);
    when(manager.isOpen()).thenReturn(true);
    when(transaction.isActive()).thenReturn(true);
    PlatformTransactionManager transactions =
        new PersistenceConfiguration().transactionManager(factory);

    assertThatThrownBy(
            () ->
                new TransactionTemplate(transactions)
                    .executeWithoutResult(
                        status ->
                            TransactionSynchronizationManager.registerSynchronization(
                                new TransactionSynchronization() {
                                  @Override
                                  public void beforeCommit(boolean readOnly) {
                                    throw new CannotCreateTransactionException("no connection");
                                  }
                                })))
        .isInstanceOf(CannotCreateTransactionException.class);

    verify(transaction, never()).commit();
    verify(transaction).rollback();
  }
}
