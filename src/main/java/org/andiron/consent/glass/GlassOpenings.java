package org.andiron.consent.glass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose glass is broken, in {@code andiron.glass_opening}: the same on every node. */
public final class GlassOpenings {

  private static final String RUNNING =
      """
      select distinct on (o.patient) p.fhir_id, o.reason, o.since, o.expires, o.task, now()
      from andiron.glass_opening o join hfj_resource p on p.res_id = o.patient
      where o.party = ? and o.expires > now()
      order by o.patient, o.since desc, o.id desc
      """;

  /** What is over is in the AuditEvent; kept here for a day, so that clocks can be compared. */
  private static final String FORGET =
      "delete from andiron.glass_opening where expires < now() - interval '1 day'";

  private static final String BEGIN =
      """
      insert into andiron.glass_opening (party, patient, reason, since, expires, task)
      select ?, p.res_id, ?, now(), now() + make_interval(secs => ?), ?
      from hfj_resource p
      where p.res_type = 'Patient' and p.fhir_id = ? and p.res_deleted_at is null
      returning since, expires
      """;

  private final JdbcTemplate jdbc;

  public GlassOpenings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Those that count now; of several of one patient the newest.
   *
   * @param party the user by the app, at an issuer
   */
  public List<GlassOpening> running(String party) {
    return jdbc.query(
        RUNNING,
        (row, number) ->
            new GlassOpening(
                row.getString(1),
                row.getString(2),
                instant(row, 3),
                instant(row, 4),
                row.getString(5),
                instant(row, 6)),
        party);
  }

  /** Begins one, in the transaction of the caller; fails if there is no such Patient. */
  GlassOpening begin(String party, String patient, String reason, Duration atMost, String task) {
    jdbc.update(FORGET);
    return Objects.requireNonNull(
        jdbc.queryForObject(
            BEGIN,
            (row, number) ->
                new GlassOpening(
                    patient, reason, instant(row, 1), instant(row, 2), task, instant(row, 1)),
            party,
            reason,
            atMost.toSeconds(),
            task,
            patient));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
