package org.andiron.risk.monitoring;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts and references in the database. */
final class CountStore {

  private static final String WRITE =
      "insert into andiron.risk_count (digest, day, run, began, counts)"
          + " select digest, day, ?, ?, counts::jsonb"
          + " from unnest(?::text[], ?::date[], ?::text[]) as r(digest, day, counts)"
          + " on conflict (digest, day, run) do update set counts = excluded.counts";

  private final JdbcTemplate jdbc;
  private final UUID run;
  private final Instant began;

  /**
   * @param run of the server
   * @param began when it did
   */
  CountStore(JdbcTemplate jdbc, UUID run, Instant began) {
    this.jdbc = jdbc;
    this.run = run;
    this.began = began;
  }

  /** What this server counted of a package on a day, all of it. */
  record Written(String digest, LocalDate day, DayCounts counts) {}

  /** Writes what was counted, in one statement, over what was written of it before. */
  void write(List<Written> counted) {
    jdbc.update(
        WRITE,
        run,
        Timestamp.from(began),
        counted.stream().map(Written::digest).toArray(String[]::new),
        counted.stream().map(it -> it.day().toString()).toArray(String[]::new),
        counted.stream().map(it -> MonitoringJson.write(it.counts())).toArray(String[]::new));
  }

  /** What all servers counted in some days, both included; none if nothing was. */
  Optional<DayCounts> counts(String digest, LocalDate first, LocalDate last) {
    return jdbc
        .query(
            "select counts from andiron.risk_count where digest = ? and day between ? and ?"
                + " order by day, began, run",
            (row, i) -> MonitoringJson.read(row.getString(1), DayCounts.class),
            digest,
            Date.valueOf(first),
            Date.valueOf(last))
        .stream()
        .reduce(DayCounts::merge);
  }

  /** Forgets what is older. */
  void forget(LocalDate before) {
    jdbc.update("delete from andiron.risk_count where day < ?", Date.valueOf(before));
  }

  /** With what days of a package are compared, if that is known. */
  Optional<Reference> reference(String digest) {
    return jdbc
        .query(
            "select bins, counts, made from andiron.risk_reference where digest = ?",
            (row, i) ->
                new Reference(
                    MonitoringJson.read(row.getString("bins"), ModelBins.class),
                    MonitoringJson.read(row.getString("counts"), DayCounts.class),
                    row.getObject("made", OffsetDateTime.class).toInstant()),
            digest)
        .stream()
        .findFirst();
  }

  /** Keeps a reference, unless there is one. */
  void keep(String digest, Reference reference) {
    jdbc.update(
        "insert into andiron.risk_reference (digest, bins, counts, made)"
            + " values (?, ?::jsonb, ?::jsonb, ?) on conflict do nothing",
        digest,
        MonitoringJson.write(reference.bins()),
        MonitoringJson.write(reference.counts()),
        Timestamp.from(reference.made()));
  }
}
