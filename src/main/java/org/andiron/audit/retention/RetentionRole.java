package org.andiron.audit.retention;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.jspecify.annotations.Nullable;

/**
 * A connection that acts as {@value #NAME} until it is closed, and who stands behind it: the login
 * as PostgreSQL knows it, and the account of the operating system as it calls itself.
 */
public final class RetentionRole {

  static final String NAME = "andiron_audit_retention";

  private static final String FORBIDDEN = "42501";
  private static final String UNKNOWN_ROLE = "22023";

  private static final String LOGINS = "urn:andiron:database-role";
  private static final String PRODUCT = "Andiron";

  private final Connection connection;
  private final String login;
  private final URI database;

  private RetentionRole(Connection connection, String login, URI database) {
    this.connection = connection;
    this.login = login;
    this.database = database;
  }

  /**
   * Takes on the role.
   *
   * @param connection without autocommit, on which nothing was done yet
   * @throws RetentionException if its login may not, with what has to be granted; or the database
   *     does not answer
   */
  public static RetentionRole on(Connection connection) {
    try {
      String login;
      URI database;
      try (Statement statement = connection.createStatement()) {
        try (ResultSet row =
            statement.executeQuery(
                "select session_user, host(inet_server_addr()), inet_server_port(),"
                    + " current_database()")) {
          row.next();
          login = row.getString(1);
          String address = row.getString(2);
          database = uri(address, row.getInt(3), row.getString(4));
        }
        connection.commit();
        take(statement, login);
        // An aborted transaction would give the role back.
        connection.commit();
      }
      return new RetentionRole(connection, login, database);
    } catch (SQLException e) {
      throw new RetentionException("the database does not answer: " + e.getMessage(), e);
    }
  }

  private static void take(Statement statement, String login) throws SQLException {
    try {
      statement.execute("set role " + NAME);
    } catch (SQLException e) {
      if (FORBIDDEN.equals(e.getSQLState())) {
        throw new RetentionException(
            "the database login '%s' may not act as %s. As superuser: grant %s to %s;"
                .formatted(login, NAME, NAME, '"' + login.replace("\"", "\"\"") + '"'),
            e);
      }
      if (UNKNOWN_ROLE.equals(e.getSQLState())) {
        throw new RetentionException(
            "there is no role %s: start this version of the server once on the database"
                .formatted(NAME),
            e);
      }
      throw e;
    }
  }

  private static URI uri(@Nullable String address, int port, String database) {
    try {
      return address == null
          ? new URI("postgresql", "localhost", "/" + database, null)
          : new URI("postgresql", null, address, port, "/" + database, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address of PostgreSQL is one", e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** By the clock of the database, as the server records, and as the records are judged later. */
  Instant now() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** Who does it, by which command. */
  Requester requester(String command) {
    return new Requester(
        Optional.of(new ClientApp(Optional.empty(), command, NetworkAddress.name(machine()))),
        Optional.of(
            new HumanUser(
                LOGINS, login, System.getProperty("user.name", ""), Optional.empty(), List.of())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The database itself: no server takes part. */
  ServerNode node() {
    return new ServerNode(database, PRODUCT, machine());
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
