package org.andiron.consent.glass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.andiron.audit.KeptRequester;
import org.andiron.audit.event.Requester;
import org.jspecify.annotations.Nullable;
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

  /** What is over is in the audit log; kept here for a day, so that clocks can be compared. */
  private static final String FORGET =
      "delete from andiron.glass_opening"
          + " where end_recorded and expires < now() - interval '1 day'";

  private static final String BEGIN =
      """
      insert into andiron.glass_opening
        (party, patient, patient_id, requester, reason, since, expires, task)
      select ?, p.res_id, p.fhir_id, ?, ?, now(), now() + make_interval(secs => ?), ?
      from hfj_resource p
      where p.res_type = 'Patient' and p.fhir_id = ? and p.res_deleted_at is null
      returning since, expires
      """;

  private static final String ENDED =
      """
      select id from andiron.glass_opening
      where not end_recorded and expires <= now() order by expires, id
      """;

  /** Nothing if another has taken it, or is about to. */
  private static final String TAKE_ENDED =
      """
      update andiron.glass_opening set end_recorded = true
      where id = (
        select id from andiron.glass_opening
        where id = ? and not end_recorded for update skip locked)
      returning patient_id, reason, requester, since, expires
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

  /**
   * Begins one, in the transaction of the caller; fails if there is no such Patient.
   *
   * @param requester whom its end will name
   */
  GlassOpening begin(
      String party,
      Requester requester,
      String patient,
      String reason,
      Duration atMost,
      String task) {
    jdbc.update(FORGET);
    return Objects.requireNonNull(
        jdbc.queryForObject(
            BEGIN,
            (row, number) ->
                new GlassOpening(
                    patient, reason, instant(row, 1), instant(row, 2), task, instant(row, 1)),
            party,
            KeptRequester.write(requester),
            reason,
            atMost.toSeconds(),
            task,
            patient));
  }

  /** Numbers of those that are over and not {@linkplain #takeEnded taken} yet, oldest first. */
  List<Long> ended() {
    return jdbc.queryForList(ENDED, Long.class);
  }

  /**
   * Takes one that is over, to record that in the transaction of the caller: nobody gets it again,
   * unless that is rolled back.
   */
  Optional<EndedGlass> takeEnded(long opening) {
    return jdbc
        .query(
            TAKE_ENDED,
            (row, number) ->
                new EndedGlass(
                    row.getString(1),
                    row.getString(2),
                    requester(row.getString(3)),
                    instant(row, 4),
                    instant(row, 5)),
            opening)
        .stream()
        .findFirst();
  }

  private static Requester requester(@Nullable String kept) {
    return kept == null ? Requester.SERVER : KeptRequester.read(kept);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
