package org.andiron.audit.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.audit.ledger.Salt;

/** Rows that tell nothing but which they are. */
final class AuditRows {

  private AuditRows() {}

  static Row row(String content) {
    return row(content, Instant.now());
  }

  static Row row(String content, Instant recorded) {
    Instant micros = recorded.truncatedTo(ChronoUnit.MICROS);
    return new Row(
        Row.newId(micros),
        micros,
        "{\"id\":\"" + content + "\"}",
        Salt.random(),
        new SearchValues(
            "p1", "R", "0", "s|rest", List.of("Anna Ärztin"), List.of(), Set.of("agent=Device/1")),
        false,
        "request-1");
  }

  static List<Row> rows(int number) {
    return IntStream.range(0, number).mapToObj(it -> row("row " + it)).toList();
  }
}
