package org.andiron.storage.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;

/**
 * The role of PostgreSQL that takes old months out of the audit log and puts holds on others. It
 * belongs to the whole cluster. The server never acts as it: operators do, by a command.
 */
final class AuditRetentionRole {

  private static final String REQUIRE =
      """
      do $$
      begin
        if not exists (select from pg_catalog.pg_roles where rolname = 'andiron_audit_retention') then
          create role andiron_audit_retention nologin nosuperuser nobypassrls;
        end if;
      end
      $$
      """;

  private AuditRetentionRole() {}

  /**
   * Makes sure that there is the role.
   *
   * @throws StartupRefusedException if not, with the statement that an operator must run
   */
  static void require(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(REQUIRE);
    } catch (SQLException e) {
      throw new StartupRefusedException(
          "the role of PostgreSQL for retention of the audit log is missing, and this user may not"
              + " make it. As superuser run docker/postgres/create-database.sql, or: create role"
              + " andiron_audit_retention;",
          e);
    }
  }
}
