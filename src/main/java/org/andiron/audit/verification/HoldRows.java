package org.andiron.audit.verification;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code andiron.audit_hold} and {@code andiron.audit_hold_lift}. */
record HoldRows(List<Placed> placed, List<Lifted> lifted) {

  /**
   * A hold.
   *
   * @param id of the record that tells of it
   * @param first what it is on was recorded from then on; null: from the beginning
   * @param before and before then; null: without an end
   * @param patient about whom that is; null: about anybody
   */
  record Placed(
      UUID id, @Nullable Instant first, @Nullable Instant before, @Nullable String patient) {}

  /**
   * That one was lifted.
   *
   * @param id of the record that tells of it
   */
  record Lifted(UUID hold, UUID id) {}

  /** As a connection sees them. */
  static HoldRows read(Connection connection) throws SQLException {
    List<Placed> placed = new ArrayList<>();
    List<Lifted> lifted = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "select id, first, before, patient from andiron.audit_hold order by id")) {
        while (row.next()) {
          placed.add(
              new Placed(
                  row.getObject(1, UUID.class),
                  instant(row.getObject(2, OffsetDateTime.class)),
                  instant(row.getObject(3, OffsetDateTime.class)),
                  row.getString(4)));
        }
      }
      try (ResultSet row =
          statement.executeQuery("select hold, id from andiron.audit_hold_lift order by id")) {
        while (row.next()) {
          lifted.add(new Lifted(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
        }
      }
    }
    return new HoldRows(placed, lifted);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
