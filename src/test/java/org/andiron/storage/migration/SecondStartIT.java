package org.andiron.storage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * The role is called as the schema of our own tables, and PostgreSQL looks there first once that
 * schema exists.
 */
@Timeout(180)
class SecondStartIT {

  private static final String MARK =
      "insert into hfj_resource_type (res_type_id, res_type) values (32000, 'Mark')";

  @TempDir private Path temporary;

  @Test
  void findsTheTablesOfTheFirst() {
    migrated(connection -> connection.execute(MARK));
    migrated(
        connection -> {
          assertThat(
                  text(
                      connection,
                      "select res_type from hfj_resource_type where res_type_id = 32000"))
              .isEqualTo("Mark");
          assertThat(
                  text(
                      connection,
                      "select string_agg(schemaname, ',') from pg_tables"
                          + " where tablename = 'hfj_resource'"))
              .isEqualTo("public");
        });
  }

  private interface Work {
    void with(Statement statement) throws SQLException;
  }

  private void migrated(Work work) {
    new ApplicationContextRunner()
        .withUserConfiguration(DatabaseConfiguration.class, MigrationConfiguration.class)
        .withPropertyValues("andiron.storage.embedded.directory=" + temporary.resolve("data"))
        .run(
            context -> {
              assertThat(context.getBean(DatabaseMigration.class).isDone()).isTrue();
              try (Connection connection = context.getBean(DataSource.class).getConnection();
                  Statement statement = connection.createStatement()) {
                work.with(statement);
              }
            });
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
