package org.andiron.storage.explain;

import java.util.List;
import java.util.Locale;

/** A plan for people: a line for each step, and its conditions on lines of their own. */
final class PlanText {

  private static final List<String> CONDITIONS =
      List.of(
          "Index Cond",
          "Recheck Cond",
          "Hash Cond",
          "Merge Cond",
          "Join Filter",
          "Filter",
          "Sort Key",
          "Cache Key");

  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (Plan.Step step : plan.steps()) {
      String indent = "  ".repeat(step.depth());
      text.append(indent).append(headline(step.node())).append('\n');
      for (String condition : CONDITIONS) {
        if (step.node().json().has(condition)) {
          text.append(indent).append("    ").append(condition).append(": ");
          text.append(condition(step.node(), condition)).append('\n');
        }
      }
      if (step.node().removedRows() > 0) {
        text.append(indent).append("    Rows removed: ").append(step.node().removedRows());
        text.append('\n');
      }
    }
    return text.toString().stripTrailing();
  }

  private static String condition(PlanNode node, String name) {
    if (!node.json().path(name).isArray()) {
      return node.text(name);
    }
    StringBuilder all = new StringBuilder();
    node.json().path(name).forEach(it -> all.append(all.isEmpty() ? "" : ", ").append(it.asText()));
    return all.toString();
  }

  private static String headline(PlanNode node) {
    StringBuilder line = new StringBuilder();
    if (!node.text("Subplan Name").isEmpty()) {
      line.append(node.text("Subplan Name")).append(": ");
    }
    line.append(node.type());
    if (!node.text("Join Type").isEmpty() && !node.text("Join Type").equals("Inner")) {
      line.append(' ').append(node.text("Join Type")).append(" Join");
    }
    node.index().ifPresent(it -> line.append(" using ").append(it));
    if (!node.table().isEmpty()) {
      line.append(" on ").append(node.table()).append(' ').append(node.text("Alias"));
    }
    line.append(String.format(Locale.ROOT, " (planned %.0f rows", node.plannedRows()));
    if (node.isRun()) {
      line.append(
          String.format(
              Locale.ROOT,
              "; %d rows in %.3f ms, %d pages",
              node.allRows(),
              node.allMillis(),
              node.pages()));
      if (node.loops() > 1) {
        line.append(", run ").append(node.loops()).append(" times");
      }
    } else if (node.json().has("Actual Loops")) {
      line.append("; never run");
    }
    return line.append(')').toString();
  }
}
