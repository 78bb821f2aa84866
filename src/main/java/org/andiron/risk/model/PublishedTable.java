package org.andiron.risk.model;

import java.util.List;
import java.util.OptionalDouble;

/** What was observed or expected of people with a score. */
record PublishedTable(Kind kind, LocalText source, List<Row> rows) {

  enum Kind {
    /** Part of the people who had the outcome before the horizon. */
    PROBABILITY("probability"),
    /** Outcomes for each year in which somebody was observed. */
    ANNUAL_RATE("annualRate");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /** Scores of the range had this. */
  record Row(Range scores, double value) {}

  PublishedTable {
    rows = List.copyOf(rows);
  }

  OptionalDouble of(double score, Kind wanted) {
    return kind != wanted
        ? OptionalDouble.empty()
        : rows.stream()
            .filter(row -> row.scores().contains(score))
            .mapToDouble(Row::value)
            .findFirst();
  }
}
