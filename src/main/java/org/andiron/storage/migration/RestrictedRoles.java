package org.andiron.storage.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;

/**
 * The roles of PostgreSQL under which restricted requests run. They belong to the whole cluster and
 * may be there already, made for another database or by an operator.
 */
final class RestrictedRoles {

  private static final List<String> ROLES =
      List.of(
          "andiron_restricted",
          "andiron_restricted_by_query",
          "andiron_ruled",
          "andiron_ruled_few");

  /** Of PostgreSQL 16: whoever makes a role may not yet become it. */
  private static final String MAKE =
      """
      do $$
      begin
        if not exists (select from pg_catalog.pg_roles where rolname = '%1$s') then
          create role %1$s nologin nosuperuser nobypassrls;
        end if;
        if current_setting('server_version_num')::int >= 160000 then
          if not pg_catalog.pg_has_role(current_user, '%1$s', 'SET') then
            execute 'grant %1$s to ' || quote_ident(current_user) || ' with inherit false, set true';
          end if;
        elsif not pg_catalog.pg_has_role(current_user, '%1$s', 'MEMBER') then
          execute 'grant %1$s to ' || quote_ident(current_user);
        end if;
      end
      $$
      """;

  private RestrictedRoles() {}

  /**
   * Makes sure that there are the roles, and that this user may act as them.
   *
   * @throws StartupRefusedException if not, with the statements that an operator must run
   */
  static void require(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String role : ROLES) {
        statement.execute(MAKE.formatted(role));
      }
    } catch (SQLException e) {
      throw new StartupRefusedException(
          "the roles of PostgreSQL that hide records from restricted requests are missing, and this"
              + " user may not make them. As superuser run docker/postgres/create-database.sql, or:"
              + " create role "
              + String.join("; create role ", ROLES)
              + "; grant "
              + String.join(", ", ROLES)
              + " to "
              + user(dataSource)
              + ";",
          e);
    }
  }

  private static String user(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getUserName();
    } catch (SQLException e) {
      return "ANDIRON_DB_USER";
    }
  }
}
