package org.andiron.audit.retention;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;

/**
 * Legal holds on the audit log. That one is placed or lifted is told by the log itself, in the same
 * transaction; about the patient, if it is about one.
 *
 * <p>All methods throw {@link RetentionException} if it cannot be done.
 */
public final class Holds {

  private static final String LIST =
      "select h.id, h.first, h.before, h.patient, h.reason, h.placed, h.placed_by,"
          + " l.reason as lift_reason, l.lifted, l.lifted_by"
          + " from andiron.audit_hold h left join andiron.audit_hold_lift l on l.hold = h.id"
          + " order by h.placed, h.id";

  private static final String PLACE = "select andiron.place_audit_hold(?, ?, ?, ?, ?::jsonb)";
  private static final String LIFT = "select andiron.lift_audit_hold(?, ?, ?::jsonb)";

  private final RetentionRole role;

  public Holds(RetentionRole role) {
    this.role = role;
  }

  /** All that were ever placed, oldest first. */
  public List<Hold> list() {
    try (Statement statement = role.connection().createStatement();
        ResultSet row = statement.executeQuery(LIST)) {
      List<Hold> holds = new ArrayList<>();
      while (row.next()) {
        holds.add(read(row));
      }
      role.connection().rollback();
      return holds;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static Hold read(ResultSet row) throws SQLException {
    HoldScope scope =
        new HoldScope(
            time(row, "first"), time(row, "before"), Optional.ofNullable(row.getString("patient")));
    Optional<Hold.Lift> lift = Optional.empty();
    Optional<Instant> lifted = time(row, "lifted");
    if (lifted.isPresent()) {
      lift =
          Optional.of(
              new Hold.Lift(
                  row.getString("lift_reason"), lifted.get(), row.getString("lifted_by")));
    }
    return new Hold(
        row.getObject("id", UUID.class),
        scope,
        row.getString("reason"),
        row.getObject("placed", OffsetDateTime.class).toInstant(),
        row.getString("placed_by"),
        lift);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Places a hold.
   *
   * @param reason why, which the log and the patient's access report will show
   * @return its id
   */
  public UUID place(HoldScope scope, String reason) throws InterruptedException {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("hold", "placed");
    scope.from().ifPresent(it -> details.put("from", it.toString()));
    scope.until().ifPresent(it -> details.put("until", it.toString()));
    details.put("reason", reason);
    return UUID.fromString(
        call(
            PLACE,
            statement -> {
              setTime(statement, 1, scope.first());
              setTime(statement, 2, scope.before());
              statement.setString(3, scope.patient().orElse(null));
              statement.setString(4, reason);
              statement.setString(5, record(scope, details, "audit hold place"));
            }));
  }

  /**
   * Lifts a hold.
   *
   * @param reason why, as in {@link #place}
   */
  public void lift(UUID id, String reason) throws InterruptedException {
    HoldScope scope =
        list().stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .map(Hold::scope)
            .orElseThrow(() -> new RetentionException("there is no hold " + id, null));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("hold", "lifted");
    details.put("placed", "AuditEvent/" + id);
    details.put("reason", reason);
    call(
        LIFT,
        statement -> {
          statement.setObject(1, id);
          statement.setString(2, reason);
          statement.setString(3, record(scope, details, "audit hold lift"));
        });
  }

  private String call(String sql, RetentionCall.Arguments arguments) throws InterruptedException {
    try {
      return RetentionCall.run(role, sql, arguments);
    } catch (RefusedException e) {
      throw new RetentionException(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private String record(HoldScope scope, Map<String, String> details, String command)
      throws SQLException {
    return RetentionRecord.of(
        AuditedEvent.of(EventKind.AUDIT_HOLD, role.now(), role.node(), role.requester(command))
            .patients(scope.patient().stream().toList())
            .data(DataObject.named("audit log").detailed(details))
            .build());
  }

  private static void setTime(PreparedStatement statement, int index, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setObject(index, time.get().atOffset(ZoneOffset.UTC));
    } else {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  private static RetentionException failed(SQLException e) {
    return new RetentionException("the database refused: " + e.getMessage(), e);
  }
}
