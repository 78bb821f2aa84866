package org.andiron.audit.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Tells what is another than it was when it was recorded last, on whichever node. */
final class RecordedStates {

  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtextextended('andiron.recorded_state', 0))";

  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  RecordedStates(JdbcOperations jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * What became of one thing.
   *
   * @param before empty if there was none
   * @param now empty if there is none any more
   */
  record Change(String name, String before, String now) {}

  /**
   * Compares all states whose names begin alike, and keeps them.
   *
   * @param states by name
   * @param recorder is told of changes in the transaction that keeps them; not called without any
   */
  void exchange(String prefix, Map<String, String> states, Consumer<List<Change>> recorder) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.query(ONE_AT_A_TIME, row -> {});
          Map<String, String> left = new TreeMap<>();
          jdbc.query(
              "select name, state from andiron.recorded_state where starts_with(name, ?)",
              row -> {
                left.put(row.getString("name"), row.getString("state"));
              },
              prefix);
          List<Change> changes = new ArrayList<>();
          new TreeMap<>(states)
              .forEach(
                  (name, now) -> {
                    String before = left.remove(name);
                    if (!now.equals(before)) {
                      changes.add(new Change(name, before == null ? "" : before, now));
                    }
                  });
          left.forEach((name, before) -> changes.add(new Change(name, before, "")));
          changes.forEach(this::keep);
          if (!changes.isEmpty()) {
            recorder.accept(changes);
          }
        });
  }

  private void keep(Change change) {
    if (change.now().isEmpty()) {
      jdbc.update("delete from andiron.recorded_state where name = ?", change.name());
    } else {
      jdbc.update(
          "insert into andiron.recorded_state (name, state) values (?, ?)"
              + " on conflict (name) do update set state = excluded.state",
          change.name(),
          change.now());
    }
  }
}
