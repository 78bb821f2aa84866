package org.andiron.storage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database that an earlier version has filled is hidden from restricted requests as if this one
 * had, and a database user without the roles for that is refused.
 */
@Timeout(180)
class VisibilityMigrationIT {

  private static final long PATIENT = 1;
  private static final long OTHER_PATIENT = 2;
  private static final long CHANGED = 3;
  private static final long OF_OTHER = 4;
  private static final long PRACTITIONER = 5;
  private static final long OF_NOBODY = 6;
  private static final long DELETED_PATIENT = 7;
  private static final long FOCUSED = 8;
  private static final long MOVED = 9;

  @TempDir private Path temporary;

  private void withDatabase(Consumer<DataSource> work) {
    new ApplicationContextRunner()
        .withUserConfiguration(DatabaseConfiguration.class)
        .withPropertyValues("andiron.storage.embedded.directory=" + temporary.resolve("data"))
        .run(context -> work.accept(context.getBean(DataSource.class)));
  }

  @Test
  void currentVersionsOfBeforeArePartOfRecordsAndEarlierOnesOfNone() {
    withDatabase(
        dataSource -> {
          JdbcTemplate jdbc = new JdbcTemplate(dataSource);
          new DatabaseMigration(dataSource, MigrationVersion.fromVersion("12")).migrate();
          assertThat(jdbc.queryForList(applied(), String.class)).last().isEqualTo("12");
          fill(new OlderDatabase(jdbc));

          new DatabaseMigration(dataSource).migrate();

          assertThat(jdbc.queryForList(applied(), String.class)).contains("13", "14");
          assertThat(
                  jdbc.queryForList(
                      "select res_id || ' of ' || patient || ' from ' || from_version"
                          + " from andiron.compartment order by res_id, patient",
                      String.class))
              .containsExactly("1 of 1 from 1", "2 of 2 from 1", "3 of 1 from 3", "4 of 2 from 1");
          for (String role : List.of("andiron_restricted", "andiron_restricted_by_query")) {
            seesOnlyWhatIsOfItsPatient(dataSource, jdbc, role);
            failsWithoutSettings(dataSource, jdbc, role);
          }
          assertThat(jdbc.queryForList("select res_id from hfj_resource", Long.class))
              .as("the owner sees everything")
              .hasSize(9);
        });
  }

  @Test
  void referencesOfBeforeThatMayBeLabelledAreNotSearchedUntilTheyAreIndexedAnew() {
    withDatabase(
        dataSource -> {
          JdbcTemplate jdbc = new JdbcTemplate(dataSource);
          new DatabaseMigration(dataSource, MigrationVersion.fromVersion("32")).migrate();
          OlderDatabase database = new OlderDatabase(jdbc);
          database.resource(PATIENT, "Patient", 1);
          for (long observation : List.of(CHANGED, OF_OTHER)) {
            database.resource(observation, "Observation", 1);
            database.link(observation, "Observation.subject", observation, PATIENT);
          }
          database.labelParts(CHANGED, "Observation");

          new DatabaseMigration(dataSource).migrate();

          assertThat(sources(jdbc, "hfj_res_link")).containsExactlyInAnyOrder(CHANGED, OF_OTHER);
          assertThat(sources(jdbc, "andiron.searchable_link")).containsExactly(OF_OTHER);
          assertThat(sources(jdbc, "andiron.link_of_source")).containsExactly(OF_OTHER);
        });
  }

  private static List<Long> sources(JdbcTemplate jdbc, String table) {
    return jdbc.queryForList("select src_resource_id from " + table, Long.class);
  }

  private static String applied() {
    return "select version from andiron.flyway_schema_history where success and version is not null"
        + " order by installed_rank";
  }

  private static void fill(OlderDatabase database) {
    for (long patient : List.of(PATIENT, OTHER_PATIENT, DELETED_PATIENT)) {
      database.resource(patient, "Patient", 1);
    }
    database.delete(DELETED_PATIENT);
    database.resource(CHANGED, "Observation", 3);
    database.link(1, "Observation.subject", CHANGED, PATIENT);
    database.resource(OF_OTHER, "Observation", 1);
    database.link(2, "Observation.subject", OF_OTHER, OTHER_PATIENT);
    database.resource(PRACTITIONER, "Practitioner", 1);
    database.resource(OF_NOBODY, "Observation", 1);
    database.resource(FOCUSED, "Observation", 1);
    database.link(3, "Observation.focus", FOCUSED, PATIENT);
    database.resource(MOVED, "Observation", 2);
  }

  private static void seesOnlyWhatIsOfItsPatient(
      DataSource dataSource, JdbcTemplate jdbc, String role) {
    inTransaction(
        dataSource,
        () -> {
          jdbc.execute("set local role " + role);
          jdbc.execute("set local andiron.types = 'Practitioner,Organization'");
          for (String ids : List.of("patients", "whole_patients")) {
            jdbc.execute("set local andiron." + ids + " = '{" + PATIENT + "}'");
          }
          for (String empty : List.of("queries", "query_patients")) {
            jdbc.execute("set local andiron." + empty + " = '{}'");
          }
          for (String empty : List.of("patient_types", "patient_queries", "caller")) {
            jdbc.execute("set local andiron." + empty + " = ''");
          }
          assertThat(jdbc.queryForList("select res_id from hfj_resource", Long.class))
              .containsExactlyInAnyOrder(PATIENT, CHANGED, PRACTITIONER);
          assertThat(
                  jdbc.queryForList(
                      "select res_id || '/' || res_ver from hfj_res_ver", String.class))
              .containsExactlyInAnyOrder("1/1", "3/3", "5/1");
          assertThat(jdbc.queryForList("select src_resource_id from hfj_res_link", Long.class))
              .containsExactly(CHANGED);
        });
  }

  private static void failsWithoutSettings(DataSource dataSource, JdbcTemplate jdbc, String role) {
    for (String table : List.of("hfj_resource", "hfj_res_ver", "hfj_res_link")) {
      inTransaction(
          dataSource,
          () -> {
            jdbc.execute("set local role " + role);
            assertThatThrownBy(() -> jdbc.queryForList("select * from " + table))
                .isInstanceOf(DataAccessException.class);
          });
    }
    inTransaction(
        dataSource,
        () -> {
          jdbc.execute("set local role " + role);
          assertThatThrownBy(() -> jdbc.queryForList("select * from andiron.app_client"))
              .isInstanceOf(DataAccessException.class)
              .rootCause()
              .hasMessageContaining("permission denied");
        });
  }

  private static void inTransaction(DataSource dataSource, Runnable work) {
    new TransactionTemplate(new DataSourceTransactionManager(dataSource))
        .executeWithoutResult(
            status -> {
              status.setRollbackOnly();
              work.run();
            });
  }

  @Test
  void aDatabaseUserWhoMayNotActAsTheRestrictedRolesIsRefusedWithWhatToDo() {
    withDatabase(
        dataSource -> {
          JdbcTemplate owner = new JdbcTemplate(dataSource);
          owner.execute("create role lesser login password 'lesser'");
          owner.execute("grant connect on database andiron to lesser");
          DataSource lesser = lesser(owner);
          assertRefused(lesser);

          RestrictedRoles.require(dataSource);
          assertRefused(lesser);

          owner.execute("grant andiron_restricted to lesser");
          assertRefused(lesser);

          owner.execute("grant andiron_restricted_by_query to lesser");
          assertRefused(lesser);

          owner.execute("grant andiron_ruled to lesser");
          assertRefused(lesser);

          owner.execute("grant andiron_ruled_few to lesser");
          RestrictedRoles.require(lesser);
        });
  }

  private static DataSource lesser(JdbcTemplate owner) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(
        owner.execute(
            (ConnectionCallback<String>)
                connection -> connection.getMetaData().getURL().replaceAll("\\?.*", "")));
    dataSource.setUser("lesser");
    dataSource.setPassword("lesser");
    return dataSource;
  }

  private static void assertRefused(DataSource dataSource) {
    assertThatThrownBy(() -> RestrictedRoles.require(dataSource))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("docker/postgres/create-database.sql")
        .hasMessageContaining(
            "grant andiron_restricted, andiron_restricted_by_query, andiron_ruled,"
                + " andiron_ruled_few to lesser;");
  }
}
