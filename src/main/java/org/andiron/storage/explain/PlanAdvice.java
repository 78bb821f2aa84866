package org.andiron.storage.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is dear in a plan, and what helps. */
final class PlanAdvice {

  /** Rows of which the reading is felt. */
  private static final long MANY_ROWS = 10_000;

  /** How many rows may be read for one that is of use. */
  private static final long WASTE = 10;

  private static final double WRONG_ESTIMATE = 100;

  /** Rows of which a wrong estimate can make a plan bad. */
  private static final long ROWS_THAT_MATTER = 1_000;

  private PlanAdvice() {}

  /** One sentence or two for each finding; empty if there is nothing to mend. */
  static List<String> on(Plan plan) {
    Set<String> advice = new LinkedHashSet<>();
    for (Plan.Step step : plan.steps()) {
      on(step.node(), advice);
    }
    return new ArrayList<>(advice);
  }

  private static void on(PlanNode node, Set<String> advice) {
    boolean scans = node.type().equals("Seq Scan");
    // Without a run, the rows that a scan will read can only be told from its cost.
    if (!node.isRun()) {
      if (scans && node.plannedCost() >= MANY_ROWS / 10.0) {
        advice.add(
            "The plan reads all of "
                + node.table()
                + ". Narrow the search with a parameter of few matches, such as the patient.");
      }
      return;
    }
    long read = node.allRows() + node.removedRows();
    if (scans && read >= MANY_ROWS) {
      advice.add(
          "All of %s is read, %d rows, %d of them of use. Narrow the search with a parameter of few matches, such as the patient; if there is one already, run 'analyze %s'."
              .formatted(node.table(), read, node.allRows(), name(node)));
    } else if (node.removedRows() >= MANY_ROWS && read >= WASTE * Math.max(1, node.allRows())) {
      advice.add(
          "%s reads %d rows of %s and drops %d that do not meet '%s'."
              .formatted(
                  node.index().map(it -> "The index " + it).orElse("A step (" + node.type() + ")"),
                  read,
                  node.table().isEmpty() ? "a join" : node.table(),
                  node.removedRows(),
                  filter(node)));
    }
    misestimate(node).ifPresent(advice::add);
    if (node.text("Sort Space Type").equals("Disk") || node.number("Hash Batches") > 1) {
      advice.add(
          "%s of %d rows does not fit in memory and goes through files. Raise work_mem, or narrow the search."
              .formatted(node.type(), node.allRows()));
    }
    if (node.number("Lossy Heap Blocks") > 0) {
      advice.add("A bitmap of rows does not fit in memory. Raise work_mem, or narrow the search.");
    }
    if (node.text("Parent Relationship").equals("SubPlan") && node.loops() >= MANY_ROWS) {
      advice.add(
          "A value is looked up in %s for each of %d rows, to compare or to sort them. Narrow the search with a parameter of few matches."
              .formatted(node.table().isEmpty() ? "the index" : node.table(), node.loops()));
    }
  }

  private static Optional<String> misestimate(PlanNode node) {
    double planned = Math.max(1, node.plannedRows());
    double found = Math.max(1, node.rows());
    boolean wrong = planned / found >= WRONG_ESTIMATE || found / planned >= WRONG_ESTIMATE;
    // A limit above ends a step early, which then has fewer rows than planned.
    boolean tooFew = found > planned;
    return wrong && tooFew && node.allRows() >= ROWS_THAT_MATTER && !node.table().isEmpty()
        ? Optional.of(
            "PostgreSQL expected %.0f rows of %s and found %.0f. Run 'analyze %s'."
                .formatted(node.plannedRows(), node.table(), node.rows(), name(node)))
        : Optional.empty();
  }

  private static String name(PlanNode node) {
    return node.table().startsWith("idx_") ? "andiron." + node.table() : node.table();
  }

  private static String filter(PlanNode node) {
    return node.json().has("Filter") ? node.text("Filter") : node.text("Join Filter");
  }
}
