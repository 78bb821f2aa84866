package org.andiron.storage.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;

/**
 * The role of PostgreSQL that owns the audit log, so that the user with which the server works does
 * not. It belongs to the whole cluster. The server acts as it only while migrations change the log.
 */
final class AuditOwnerRole {

  /** First version in which a member need not have all rights of its role all the time. */
  private static final int SEPARATE_MEMBERSHIP = 16;

  /** Once the log is there, nobody need be able to act as its owner. */
  private static final String REQUIRE =
      """
      do $$
      declare
        may_act boolean;
      begin
        if not exists (select from pg_catalog.pg_roles where rolname = 'andiron_audit_owner') then
          create role andiron_audit_owner nologin nosuperuser nobypassrls;
        end if;
        if to_regclass('andiron.audit_event') is not null then
          return;
        end if;
        if current_setting('server_version_num')::int >= 160000 then
          may_act := pg_catalog.pg_has_role('andiron_audit_owner', 'SET');
        else
          may_act := pg_catalog.pg_has_role('andiron_audit_owner', 'MEMBER')
            or (select rolcreaterole from pg_catalog.pg_roles where rolname = current_user);
        end if;
        if not may_act
            and not pg_catalog.pg_has_role('andiron_audit_owner', 'MEMBER WITH ADMIN OPTION') then
          raise insufficient_privilege;
        end if;
      end
      $$
      """;

  private AuditOwnerRole() {}

  /**
   * Makes sure that there is the role, and that this user may act as it while the log is made.
   *
   * @throws StartupRefusedException if not, with the statements that an operator must run
   */
  static void require(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      String remedy = remedy(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute(REQUIRE);
      } catch (SQLException e) {
        throw new StartupRefusedException(
            "the role of PostgreSQL that owns the audit log is missing, or this user may not act as"
                + " it while the log is made. As superuser run docker/postgres/create-database.sql,"
                + " or: create role andiron_audit_owner; "
                + remedy,
            e);
      }
    } catch (SQLException e) {
      throw new StartupRefusedException(
          "the role that owns the audit log could not be looked for: " + e.getMessage(), e);
    }
  }

  private static String remedy(Connection connection) throws SQLException {
    String user = connection.getMetaData().getUserName();
    return connection.getMetaData().getDatabaseMajorVersion() >= SEPARATE_MEMBERSHIP
        ? "grant andiron_audit_owner to " + user + " with admin true, inherit false, set false;"
        : "grant andiron_audit_owner to "
            + user
            + "; and when the server has started: revoke andiron_audit_owner from "
            + user
            + ";";
  }
}
