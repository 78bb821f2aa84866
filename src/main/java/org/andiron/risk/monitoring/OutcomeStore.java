package org.andiron.risk.monitoring;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What became of those whose risk was predicted, in the database: one row for each outcome of an
 * assessment, so that what is told twice counts once, as it was told last. What somebody told goes
 * before what the server found.
 */
public final class OutcomeStore {

  /** Older ones say nothing of how a model does now. */
  private static final int DAYS = 400;

  private static final String TELL =
      """
      insert into andiron.risk_outcome
        (assessment, outcome, digest, probability, state, groups, derived, look_again, told)
      values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
      on conflict (assessment, outcome) do update
      set number = default, digest = excluded.digest, probability = excluded.probability,
        state = excluded.state, groups = excluded.groups, derived = excluded.derived,
        look_again = excluded.look_again, told = excluded.told
      where (andiron.risk_outcome.derived or not excluded.derived)
        and (andiron.risk_outcome.state, andiron.risk_outcome.derived,
          coalesce(andiron.risk_outcome.look_again, 'infinity'))
        is distinct from (excluded.state, excluded.derived, coalesce(excluded.look_again, 'infinity'))
      """;

  private static final String COUNTED =
      """
      from andiron.risk_outcome
      where digest = ? and probability is not null and state in ('occurred', 'not_occurred')
        and told >= ? and told < ?
      """;

  private static final TypeReference<Map<String, String>> GROUPS = new TypeReference<>() {};

  private final JdbcTemplate jdbc;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  /** Counts as they were up to a row; what is told later has a higher number. */
  private record Cached(LocalDate day, long newest, long rows, Map<String, OutcomeCounts> counts) {}

  /** A prediction and what came of it. */
  record Row(String outcome, double probability, boolean came, Map<String, String> groups) {}

  OutcomeStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps what is known, in the transaction of this thread if there is one. */
  public void tell(KnownOutcome known, Instant now) {
    Instant again = known.lookAgain();
    jdbc.update(
        TELL,
        known.assessment(),
        known.outcome(),
        known.digest(),
        known.probability().isPresent() ? known.probability().getAsDouble() : null,
        known.state().name().toLowerCase(Locale.ROOT),
        MonitoringJson.write(known.groups()),
        known.derived(),
        again == null ? null : Timestamp.from(again),
        Timestamp.from(now));
  }

  /** Forgets of whose assessments outcomes were that are not there any more; they still count. */
  public void forgetAssessments() {
    jdbc.update(
        "update andiron.risk_outcome o set assessment = null where assessment is not null"
            + " and not exists (select from hfj_resource r where r.res_type = 'RiskAssessment'"
            + " and r.fhir_id = o.assessment and r.res_deleted_at is null)");
  }

  /** All that count of a package until a day, by outcome. */
  Map<String, OutcomeCounts> counts(String digest, LocalDate last) {
    Object[] values = values(digest, last);
    Cached newest =
        jdbc.queryForObject(
            "select coalesce(max(number), 0), count(*) " + COUNTED,
            (row, i) -> new Cached(last, row.getLong(1), row.getLong(2), Map.of()),
            values);
    Cached known = cache.get(digest);
    if (newest == null
        || (known != null
            && known.day().equals(last)
            && known.newest() == newest.newest()
            && known.rows() == newest.rows())) {
      return known == null ? Map.of() : known.counts();
    }
    Map<String, OutcomeCounts> counts = OutcomeCounts.of(rows(digest, last));
    cache.put(digest, new Cached(last, newest.newest(), newest.rows(), counts));
    return counts;
  }

  /** The same one by one, in the order in which they became known. */
  List<Row> rows(String digest, LocalDate last) {
    List<Row> rows = new ArrayList<>();
    jdbc.query(
        "select outcome, probability, state = 'occurred', groups " + COUNTED + " order by number",
        row -> {
          rows.add(
              new Row(
                  row.getString(1),
                  row.getDouble(2),
                  row.getBoolean(3),
                  new LinkedHashMap<>(MonitoringJson.read(row.getString(4), GROUPS))));
        },
        values(digest, last));
    return rows;
  }

  private static Object[] values(String digest, LocalDate last) {
    return new Object[] {digest, midnight(last.minusDays(DAYS)), midnight(last.plusDays(1))};
  }

  private static Timestamp midnight(LocalDate day) {
    return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
