package org.andiron.storage.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A plan as PostgreSQL writes it in JSON.
 *
 * @see <a href="https://www.postgresql.org/docs/current/using-explain.html">Using EXPLAIN</a>
 */
record Plan(JsonNode json) {

  /** A step of a plan, and how deep it lies in it. */
  record Step(PlanNode node, int depth) {}

  /** All steps, each before those it uses. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    collect(json.path("Plan"), 0, steps);
    return steps;
  }

  private static void collect(JsonNode node, int depth, List<Step> steps) {
    steps.add(new Step(new PlanNode(node), depth));
    node.path("Plans").forEach(it -> collect(it, depth + 1, steps));
  }

  /** The last step, which gives the answer. */
  PlanNode top() {
    return new PlanNode(json.path("Plan"));
  }

  /** Whether the statement was run, so that there is more than estimates. */
  boolean isRun() {
    return json.has("Execution Time");
  }

  /** How long PostgreSQL thought about the plan, in milliseconds. */
  double planningMillis() {
    return json.path("Planning Time").asDouble();
  }

  /** How long the statement ran, in milliseconds. */
  double executionMillis() {
    return json.path("Execution Time").asDouble();
  }

  /** The indexes used, by name. */
  Collection<String> indexes() {
    Collection<String> names = new TreeSet<>();
    steps().forEach(it -> it.node().index().ifPresent(names::add));
    return names;
  }
}
