package org.andiron.storage.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Logs in to an external database once and makes sure that it will do. */
final class ExternalDatabaseCheck {

  private static final int OLDEST = 15;
  private static final int NEWEST = 18;
  private static final String STARTING_UP = "57P03";
  private static final long RETRY_MILLIS = 250;

  private static final String QUESTIONS =
      """
      select current_setting('server_version_num')::int / 10000 as major,
             split_part(current_setting('server_version'), ' ', 1) as version,
             current_database() as database,
             current_user as role,
             getdatabaseencoding() as encoding,
             pg_is_in_recovery() as standby,
             coalesce(path.schemas[1], '') as home,
             coalesce(has_schema_privilege(path.schemas[1], 'CREATE'), false) as in_home,
             array_to_string(path.quoted, ', ') as search_path,
             case when to_regnamespace('andiron') is null
                  then has_database_privilege(current_database(), 'CREATE')
                  else has_schema_privilege('andiron', 'CREATE') end as in_andiron
        from (select array_agg(schema order by place) as schemas,
                     array_agg(quote_ident(schema) order by place) as quoted
                from unnest(current_schemas(false)) with ordinality as s (schema, place)
               where schema <> 'andiron') as path
      """;

  private ExternalDatabaseCheck() {}

  static Database open(String url, DatabaseProperties properties) {
    String place = properties.displayUrl();
    try (Connection connection = connect(url, properties);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(QUESTIONS)) {
      answer.next();
      requireSuitable(answer, place);
      String shortPlace = place.replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("\\?.*", "");
      return new ExternalDatabase(
          url,
          properties.user(),
          properties.password(),
          answer.getString("search_path"),
          "PostgreSQL " + answer.getString("version") + " at " + shortPlace);
    } catch (SQLException e) {
      throw ConnectionFailure.explain(e, properties);
    }
  }

  private static Connection connect(String url, DatabaseProperties properties) throws SQLException {
    Properties login = new Properties();
    if (properties.user() != null) {
      login.setProperty("user", properties.user());
    }
    if (properties.password() != null) {
      login.setProperty("password", properties.password());
    }
    String seconds = Long.toString(Math.max(1, properties.connectTimeout().toSeconds()));
    login.setProperty("connectTimeout", seconds);
    login.setProperty("loginTimeout", seconds);
    login.setProperty("socketTimeout", seconds);
    login.setProperty("ApplicationName", "andiron");
    long deadline = System.nanoTime() + properties.connectTimeout().toNanos();
    while (true) {
      try {
        return DirectDriver.connect(url, login);
      } catch (SQLException e) {
        // A PostgreSQL that is starting (beside us, in a container) is worth waiting for.
        if (!STARTING_UP.equals(e.getSQLState()) || System.nanoTime() >= deadline) {
          throw e;
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DatabaseUnavailableException(
            "The connection to " + properties.displayUrl() + " was interrupted.", e);
      }
    }
  }

  private static void requireSuitable(ResultSet answer, String place) throws SQLException {
    int major = answer.getInt("major");
    String role = answer.getString("role");
    String database = answer.getString("database");
    String home = answer.getString("home");
    require(
        major >= OLDEST && major <= NEWEST,
        place,
        "it is PostgreSQL "
            + answer.getString("version")
            + ", Andiron needs "
            + OLDEST
            + " to "
            + NEWEST);
    require(
        answer.getString("encoding").equals("UTF8"),
        place,
        "its encoding is "
            + answer.getString("encoding")
            + "; create the database with ENCODING 'UTF8'");
    require(
        !answer.getBoolean("standby"),
        place,
        "it is a standby and takes no writes; name the primary");
    require(
        answer.getBoolean("in_home"),
        place,
        "role "
            + role
            + " may not create tables in "
            + (home.isEmpty() ? "any schema of its search path" : "schema " + home)
            + "; run docker/postgres/create-database.sql as superuser");
    require(
        answer.getBoolean("in_andiron"),
        place,
        "role "
            + role
            + " may not create schema andiron, or tables in it, in database "
            + database
            + "; run docker/postgres/create-database.sql as superuser");
  }

  private static void require(boolean met, String place, String otherwise) {
    if (!met) {
      throw new DatabaseUnavailableException(
          "The database at " + place + " cannot be used: " + otherwise + ".");
    }
  }
}
