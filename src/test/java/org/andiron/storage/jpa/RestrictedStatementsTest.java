package org.andiron.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.andiron.storage.RestrictedAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Queries of restricted transactions have other texts than those of others. */
class RestrictedStatementsTest {

  private static final String QUERY = "select r.res_id from hfj_resource r";

  private final RestrictedAccess access = mock(RestrictedAccess.class);
  private final RestrictedStatements statements;

  RestrictedStatementsTest() {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("access", access);
    statements = new RestrictedStatements(beans.getBeanProvider(RestrictedAccess.class));
  }

  @BeforeEach
  void restrictedTransaction() {
    TransactionSynchronizationManager.setActualTransactionActive(true);
    when(access.isRestricted()).thenReturn(true);
  }

  @AfterEach
  void noTransaction() {
    TransactionSynchronizationManager.setActualTransactionActive(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {QUERY, "SELECT 1", "select"})
  void aRestrictedQueryHasATextOfItsOwnWhichIsAlwaysTheSame(String query) {
    String restricted = statements.inspect(query);

    assertThat(restricted).startsWith(query).isNotEqualTo(query);
    assertThat(statements.inspect(query)).isEqualTo(restricted);
    assertThat(restricted.substring(query.length())).as("a comment").matches(" /\\*.*\\*/");
  }

  @Test
  void theQueryOfOneForWhomEverythingExistsIsAsItWas() {
    when(access.isRestricted()).thenReturn(false);
    assertThat(statements.inspect(QUERY)).isEqualTo(QUERY);
  }

  /** Policies decide what is found; what is written is planned alike under all roles. */
  @ParameterizedTest
  @ValueSource(strings = {"insert into t values (1)", "update t set a = 1", "delete from t", "sel"})
  void whatWritesIsAsItWas(String statement) {
    assertThat(statements.inspect(statement)).isEqualTo(statement);
  }

  /** While the server starts there is nobody to ask yet. */
  @Test
  void outsideOfTransactionsNobodyIsAsked() {
    TransactionSynchronizationManager.setActualTransactionActive(false);
    when(access.isRestricted()).thenThrow(new IllegalStateException("asked"));
    assertThat(statements.inspect(QUERY)).isEqualTo(QUERY);
  }
}
