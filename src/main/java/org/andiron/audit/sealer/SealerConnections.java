package org.andiron.audit.sealer;

import com.zaxxer.hikari.HikariDataSource;

/** The connections of the sealer; no DataSource, of which everybody else wants the only one. */
record SealerConnections(HikariDataSource pool) implements AutoCloseable {

  @Override
  public void close() {
    pool.close();
  }
}
