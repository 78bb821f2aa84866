package org.andiron.consent.enforcement;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How new what is known must be, as the database tells.
 *
 * @param newestRule the greatest number of a rule; 0 if there is none
 * @param requester changes whenever what is known of people and organizations may have
 */
record Epochs(int newestRule, long requester) {

  private static final String READ =
      "select (select coalesce(max(id), 0) from andiron.access_rule),"
          + " (select epoch from andiron.requester_epoch)";

  static Epochs read(JdbcTemplate jdbc) {
    return Objects.requireNonNull(
        jdbc.queryForObject(READ, (row, number) -> new Epochs(row.getInt(1), row.getLong(2))));
  }
}
