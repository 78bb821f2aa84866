package org.andiron.storage.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A step of a plan. PostgreSQL gives rows and times as a mean of all times that a step was run. */
record PlanNode(JsonNode json) {

  String type() {
    return text("Node Type");
  }

  /** A text that PostgreSQL says of the step; empty if it does not. */
  String text(String key) {
    return json.path(key).asText("");
  }

  long number(String key) {
    return json.path(key).asLong();
  }

  /** The table read, with its alias; empty if the step reads none. */
  String table() {
    return text("Relation Name");
  }

  Optional<String> index() {
    return json.hasNonNull("Index Name") ? Optional.of(text("Index Name")) : Optional.empty();
  }

  /** Whether the step was run at all. */
  boolean isRun() {
    return loops() > 0;
  }

  long loops() {
    return number("Actual Loops");
  }

  double plannedRows() {
    return json.path("Plan Rows").asDouble();
  }

  /** Each time that the step was run. */
  double rows() {
    return json.path("Actual Rows").asDouble();
  }

  /** In all. */
  long allRows() {
    return Math.round(rows() * loops());
  }

  /** Rows read and found not to meet the conditions, in all. */
  long removedRows() {
    return loops()
        * (number("Rows Removed by Filter")
            + number("Rows Removed by Index Recheck")
            + number("Rows Removed by Join Filter"));
  }

  double plannedCost() {
    return json.path("Total Cost").asDouble();
  }

  /** Until the last row, in all, with the steps it uses. */
  double allMillis() {
    return json.path("Actual Total Time").asDouble() * loops();
  }

  /** Pages of 8 KiB, with those of the steps it uses. */
  long pages() {
    return number("Shared Hit Blocks") + number("Shared Read Blocks");
  }
}
