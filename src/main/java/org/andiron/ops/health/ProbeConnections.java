package org.andiron.ops.health;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** Opens connections outside of the pool, to the database the pool is for. */
final class ProbeConnections implements DatabaseProbe.ConnectionSource {

  private final DataSource dataSource;
  private final Duration timeout;

  ProbeConnections(DataSource dataSource, Duration timeout) {
    this.dataSource = dataSource;
    this.timeout = timeout;
  }

  @Override
  public Connection open() throws SQLException {
    if (!(dataSource instanceof HikariDataSource pool)) {
      return dataSource.getConnection();
    }
    if (pool.getDataSource() != null) {
      return pool.getUsername() == null
          ? pool.getDataSource().getConnection()
          : pool.getDataSource().getConnection(pool.getUsername(), pool.getPassword());
    }
    Properties properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
    if (pool.getUsername() != null) {
      properties.setProperty("user", pool.getUsername());
    }
    if (pool.getPassword() != null) {
      properties.setProperty("password", pool.getPassword());
    }
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("ApplicationName", "andiron-health");
    return DriverManager.getConnection(pool.getJdbcUrl(), properties);
  }
}
