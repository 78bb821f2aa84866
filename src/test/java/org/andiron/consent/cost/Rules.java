package org.andiron.consent.cost;

import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** What consents forbid, put away as if there were none, and back. */
final class Rules {

  private static final List<String> TABLES = List.of("andiron.access_rule", "andiron.ruled");

  private final JdbcOperations jdbc;

  Rules(JdbcOperations jdbc) {
    this.jdbc = jdbc;
    for (String table : TABLES) {
      jdbc.execute("create table %s_away as select * from %s".formatted(table, table));
    }
  }

  void putAway() {
    jdbc.execute("truncate " + String.join(", ", TABLES) + " cascade");
    jdbc.execute("analyze andiron.ruled");
  }

  void putBack() {
    for (String table : TABLES) {
      jdbc.execute(
          "insert into %s overriding system value select * from %s_away".formatted(table, table));
    }
    jdbc.execute("analyze andiron.ruled");
  }
}
