package org.andiron.storage.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * A few connections beside the pool of requests, for work that must not wait for them: opened when
 * they are first asked for, and anew after they broke.
 */
public final class SeparatePool {

  private SeparatePool() {}

  /**
   * A pool without autocommit.
   *
   * @param name of its threads and for PostgreSQL
   * @param size most connections open at once, at least 2
   * @param timeout how long opening one may take, and how long any answer of PostgreSQL; whole
   *     seconds
   */
  public static HikariDataSource open(Database database, String name, int size, Duration timeout) {
    HikariDataSource pool = new HikariDataSource();
    DatabaseConfiguration.poolConfig(database, new ConnectionPoolProperties(size, timeout))
        .copyStateTo(pool);
    pool.setPoolName(name);
    pool.setMinimumIdle(1);
    pool.setAutoCommit(false);
    // Not before it is needed, and then a failure is that of one attempt.
    pool.setInitializationFailTimeout(-1);
    pool.addDataSourceProperty("ApplicationName", name);
    pool.addDataSourceProperty("socketTimeout", Long.toString(timeout.toSeconds()));
    return pool;
  }
}
