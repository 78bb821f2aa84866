package org.andiron.audit.siem;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads records in the order in which they are sealed. */
final class SealedEvents {

  /** Of a batch, in bytes of content; one record more fits in always. */
  static final int MOST_BYTES = 4_000_000;

  // The inner limit bounds what is read, the window what is sent: a record can be large.
  private static final String BATCH =
      """
      select index, id, recorded, content, is_foreign, outcome from (
        select l.index, l.id, l.recorded, e.content, e.is_foreign, e.outcome,
          sum(coalesce(octet_length(e.content), 0)) over (order by l.index)
            - coalesce(octet_length(e.content), 0) as before
        from (select index, id, recorded from andiron.audit_leaf
          where index >= ? order by index limit ?) l
        left join andiron.audit_event e on e.id = l.id and e.recorded = l.recorded) b
      where before < ? order by index
      """;

  private final JdbcTemplate jdbc;

  SealedEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** How many there are, those included of which only the place is kept. */
  long count() {
    Long count =
        jdbc.queryForObject(
            "select coalesce(max(index) + 1, 0) from andiron.audit_leaf", Long.class);
    return count == null ? 0 : count;
  }

  /** Some from a place on, without a gap; none if there are no more. */
  List<SealedEvent> from(long leaf, int most) {
    return jdbc.query(BATCH, (row, number) -> read(row), leaf, most, MOST_BYTES);
  }

  private static SealedEvent read(ResultSet row) throws SQLException {
    @Nullable String content = row.getString("content");
    return new SealedEvent(
        row.getLong("index"),
        row.getObject("id", UUID.class),
        row.getObject("recorded", OffsetDateTime.class).toInstant(),
        content == null
            ? null
            : new SealedEvent.Kept(
                content, row.getBoolean("is_foreign"), row.getString("outcome")));
  }
}
