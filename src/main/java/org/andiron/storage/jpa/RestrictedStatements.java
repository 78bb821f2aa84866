package org.andiron.storage.jpa;

import org.andiron.storage.RestrictedAccess;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gives queries of restricted transactions a text of their own. PostgreSQL plans a prepared
 * statement anew whenever it comes under another role, because other policies hold; the driver
 * prepares one for each text.
 */
final class RestrictedStatements implements StatementInspector {

  private static final long serialVersionUID = 1;

  private static final String MARK = " /* restricted */";

  private final transient ObjectProvider<RestrictedAccess> access;

  RestrictedStatements(ObjectProvider<RestrictedAccess> access) {
    this.access = access;
  }

  @Override
  public String inspect(String sql) {
    return TransactionSynchronizationManager.isActualTransactionActive()
            && sql.regionMatches(true, 0, "select", 0, "select".length())
            && access.getObject().isRestricted()
        ? sql + MARK
        : sql;
  }
}
