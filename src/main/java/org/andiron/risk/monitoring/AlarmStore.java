package org.andiron.risk.monitoring;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.andiron.risk.registry.RegisteredModel;
import org.springframework.jdbc.core.JdbcTemplate;

/** Limits that are passed now, each told once, whichever server finds it. */
final class AlarmStore {

  private final JdbcTemplate jdbc;

  AlarmStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes that a limit was passed.
   *
   * @return number of the alarm; none if it is known
   */
  Optional<Long> raise(RegisteredModel model, Finding finding) {
    return jdbc
        .queryForList(
            "insert into andiron.risk_alarm"
                + " (digest, id, version, what, subject, value, threshold)"
                + " values (?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (digest, what, subject) where ended is null do nothing"
                + " returning number",
            Long.class,
            model.status().digest(),
            model.key().id(),
            model.key().version(),
            finding.what().code(),
            finding.subject(),
            finding.value(),
            finding.limit())
        .stream()
        .findFirst();
  }

  /** Notes who is asked to look. */
  void told(long number, String task) {
    jdbc.update("update andiron.risk_alarm set task = ? where number = ?", task, number);
  }

  /** What was passed and is not known to be over. */
  List<Finding> open(RegisteredModel model) {
    return jdbc.query(
        "select what, subject, value, threshold from andiron.risk_alarm"
            + " where digest = ? and ended is null order by number",
        (row, i) ->
            new Finding(
                Finding.What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
                row.getString("subject"),
                row.getDouble("value"),
                row.getDouble("threshold")),
        model.status().digest());
  }

  /** Notes that it is over. */
  void end(RegisteredModel model, Finding finding) {
    jdbc.update(
        "update andiron.risk_alarm set ended = now()"
            + " where digest = ? and what = ? and subject = ? and ended is null",
        model.status().digest(),
        finding.what().code(),
        finding.subject());
  }
}
