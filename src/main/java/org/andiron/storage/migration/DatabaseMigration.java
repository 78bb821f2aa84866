package org.andiron.storage.migration;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationException;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.taskdef.BaseTask;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.andiron.startup.StartupRefusedException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.hl7.fhir.r4.model.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Migrates the database: HAPI's tables (schema {@code public}) by HAPI's own migration tasks, ours
 * (schema {@code andiron}) by Flyway. Safe to run on several nodes at once: each migrator takes its
 * own lock in the database.
 */
public final class DatabaseMigration {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseMigration.class);

  private static final String OWN_SCHEMA = "andiron";

  private final DataSource dataSource;
  private final MigrationVersion last;
  private boolean done;

  DatabaseMigration(DataSource dataSource) {
    this(dataSource, MigrationVersion.LATEST);
  }

  /**
   * A migration of an earlier version of this server.
   *
   * @param last version of our schema at which it ends
   */
  DatabaseMigration(DataSource dataSource, MigrationVersion last) {
    this.dataSource = dataSource;
    this.last = last;
  }

  /**
   * Runs what has not been run yet.
   *
   * @throws StartupRefusedException if a step fails; the database stays at the last step that
   *     succeeded
   */
  void migrate() {
    migrateHapiTables();
    fillResourceTypes();
    RestrictedRoles.require(dataSource);
    AuditOwnerRole.require(dataSource);
    AuditRetentionRole.require(dataSource);
    migrateOwnTables();
    done = true;
  }

  /** Lets a bean say that it needs the migrated schema. */
  public void requireDone() {
    if (!done) {
      throw new IllegalStateException("The database has not been migrated yet");
    }
  }

  /** Whether the schema is the one this version needs; readiness asks. */
  public boolean isDone() {
    return done;
  }

  /** Which migrations the schema has had: ours and HAPI's. */
  public String version() {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    String own =
        jdbc.queryForObject(
            "select version from andiron.flyway_schema_history where success and version is not"
                + " null order by installed_rank desc limit 1",
            String.class);
    String hapi =
        jdbc.queryForObject(
            "select version from \""
                + SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME
                + "\" where installed_rank > 0 order by installed_rank desc limit 1",
            String.class);
    return "andiron " + own + ", hapi " + hapi;
  }

  private void migrateHapiTables() {
    HapiMigrationStorageSvc applied =
        new HapiMigrationStorageSvc(
            new HapiMigrationDao(
                dataSource,
                DriverTypeEnum.POSTGRES_9_4,
                SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME));
    applied.createMigrationTableIfRequired();
    MigrationTaskList tasks =
        new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values());
    MigrationTaskList pending = applied.diff(tasks);
    // HAPI leaves these out of every start, and so would count them as pending for ever.
    pending.removeIf(BaseTask::isHeavyweightSkippableTask);
    if (pending.size() == 0) {
      return;
    }
    LOG.info("Migrating the database: {} steps", pending.size());
    HapiMigrator migrator =
        new HapiMigrator(
            SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME, dataSource, DriverTypeEnum.POSTGRES_9_4);
    migrator.addTasks(pending);
    try {
      migrator.migrate();
    } catch (HapiMigrationException e) {
      throw new StartupRefusedException("the database could not be migrated: " + e.getMessage(), e);
    }
  }

  /**
   * Fills HAPI's table of resource types before HAPI does: it would read the models of every other
   * FHIR version for that, which this server leaves out.
   */
  private void fillResourceTypes() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO hfj_resource_type (res_type_id, res_type)"
                    + " SELECT nextval('seq_resource_type'), t FROM unnest(?) AS t"
                    + " WHERE NOT EXISTS (SELECT 1 FROM hfj_resource_type)"
                    + " ON CONFLICT (res_type) DO NOTHING")) {
      Object[] types = Stream.of(ResourceType.values()).map(ResourceType::name).toArray();
      insert.setArray(1, connection.createArrayOf("text", types));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new StartupRefusedException(
          "the table of resource types could not be filled: " + e.getMessage(), e);
    }
  }

  private void migrateOwnTables() {
    try {
      Flyway.configure()
          .dataSource(dataSource)
          .schemas(OWN_SCHEMA)
          .createSchemas(true)
          .locations("classpath:db/migration")
          .target(last)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StartupRefusedException(
          "the database schema '" + OWN_SCHEMA + "' could not be migrated: " + e.getMessage(), e);
    }
  }
}
