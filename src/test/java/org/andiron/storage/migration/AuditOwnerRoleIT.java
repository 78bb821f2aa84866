package org.andiron.storage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.postgres.EmbeddedPostgres;
import org.andiron.storage.postgres.EmbeddedPostgresProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database user who may make no roles, as an operator may have it. */
@Timeout(120)
class AuditOwnerRoleIT {

  @TempDir private Path temporary;

  private static DataSource login(EmbeddedPostgres server, String user, String password) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(server.jdbcUrl());
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  @Test
  void isLentForTheMigrationAndGivenBack() throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            EmbeddedPostgresProperties.in(temporary.resolve("data")), line -> {})) {
      JdbcTemplate operator = new JdbcTemplate(login(server, server.user(), server.password()));
      operator.execute("create role lesser login password 'lesser'");
      operator.execute("grant lesser to current_user with set true");
      operator.execute("grant connect, create on database andiron to lesser");
      operator.execute("create schema andiron authorization lesser");
      DataSource lesser = login(server, "lesser", "lesser");
      assertRefused(lesser);
      assertThatThrownBy(() -> AuditRetentionRole.require(lesser))
          .isInstanceOf(StartupRefusedException.class)
          .hasMessageContaining("create role andiron_audit_retention;");
      AuditRetentionRole.require(login(server, server.user(), server.password()));
      AuditRetentionRole.require(lesser);

      AuditOwnerRole.require(login(server, server.user(), server.password()));
      assertRefused(lesser);

      operator.execute(
          "grant andiron_audit_owner to lesser with admin true, inherit false, set false");
      AuditOwnerRole.require(lesser);
      JdbcTemplate jdbc = new JdbcTemplate(lesser);
      jdbc.execute("create table andiron.mine (id int)");
      jdbc.execute(
          new ClassPathResource("db/migration/V36__audit_event.sql")
              .getContentAsString(StandardCharsets.UTF_8));

      for (String right : List.of("SET", "USAGE")) {
        assertThat(
                jdbc.queryForObject(
                    "select pg_has_role('andiron_audit_owner', ?)", Boolean.class, right))
            .as(right)
            .isFalse();
      }
      assertThat(
              jdbc.queryForList(
                  "select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',"
                      + " 'REFERENCES', 'TRIGGER']) as p"
                      + " where has_table_privilege('andiron.audit_event', p)"
                      + " or p not in ('DELETE', 'TRUNCATE', 'TRIGGER')"
                      + " and has_any_column_privilege('andiron.audit_event', p)",
                  String.class))
          .containsExactly("SELECT", "INSERT");
      jdbc.execute("alter table andiron.mine add column more int");
      jdbc.execute("create table andiron.others (id int)");

      operator.execute("revoke andiron_audit_owner from lesser");
      AuditOwnerRole.require(lesser);
    }
  }

  private static void assertRefused(DataSource dataSource) {
    assertThatThrownBy(() -> AuditOwnerRole.require(dataSource))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("docker/postgres/create-database.sql")
        .hasMessageContaining(
            "grant andiron_audit_owner to lesser with admin true, inherit false, set false;");
  }
}
