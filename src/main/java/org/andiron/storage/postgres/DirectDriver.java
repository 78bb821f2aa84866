package org.andiron.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Connections without java.sql.DriverManager, which first loads every driver it can find. */
final class DirectDriver {

  private DirectDriver() {}

  static Connection connect(String url, Properties login) throws SQLException {
    Connection connection = new Driver().connect(url, login);
    if (connection == null) {
      throw new SQLException("The address is not understood", "08001");
    }
    return connection;
  }
}
