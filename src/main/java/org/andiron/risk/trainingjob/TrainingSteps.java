package org.andiron.risk.trainingjob;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** How far trainings are, in the database, so that all nodes can tell. */
final class TrainingSteps {

  /**
   * A step.
   *
   * @param name what is done, for people
   * @param done parts of all
   */
  record Step(String name, long done, long all) {

    /** In words and per cent. */
    String text() {
      long percent = all <= 0 ? 0 : Math.min(100, 100 * done / all);
      return "%s: %d of %d, %d %%".formatted(name, done, all, percent);
    }
  }

  private final JdbcOperations jdbc;

  TrainingSteps(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  void put(String job, Step step) {
    jdbc.update(
        "insert into andiron.risk_training (job, step, done, total) values (?, ?, ?, ?)"
            + " on conflict (job) do update"
            + " set step = excluded.step, done = excluded.done, total = excluded.total",
        job,
        step.name(),
        step.done(),
        step.all());
  }

  Optional<Step> find(String job) {
    return jdbc
        .query(
            "select step, done, total from andiron.risk_training where job = ?",
            (row, n) -> new Step(row.getString(1), row.getLong(2), row.getLong(3)),
            job)
        .stream()
        .findFirst();
  }

  void remove(String job) {
    jdbc.update("delete from andiron.risk_training where job = ?", job);
  }
}
