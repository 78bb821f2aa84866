package org.andiron.storage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where the tables are, and that a connection made after the migration finds them. */
class SchemaIT extends AndironIT {

  @Autowired private DataSource dataSource;

  @Test
  void connectionsLookIntoPublicEvenIfTheUserIsNamedLikeOurSchema() {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    assertThat(jdbc.queryForObject("select current_schema()", String.class)).isEqualTo("public");
    assertThat(jdbc.queryForObject("select session_user", String.class)).isEqualTo("andiron");
  }

  @Test
  void hapisTablesExistOnceAndNotInOurSchema() {
    assertThat(
            new JdbcTemplate(dataSource)
                .queryForList(
                    "select schemaname from pg_tables where tablename = 'hfj_resource'",
                    String.class))
        .containsExactly("public");
  }
}
