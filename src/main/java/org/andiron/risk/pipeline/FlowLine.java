package org.andiron.risk.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.andiron.risk.training.CohortFlow;
import org.andiron.risk.training.ExclusionReason;
import org.andiron.risk.training.TrainingDefinition;

/**
 * A figure of what became of a cohort.
 *
 * @param depth 0 for those in all, 1 for parts of them, 2 for parts of these
 * @param code by which programs know it
 * @param text what it is, for people
 */
public record FlowLine(int depth, String code, String text, long count) {

  /** All figures, in the order of what was done: patients, index times, examples. */
  public static List<FlowLine> of(TrainingDefinition definition, CohortFlow flow) {
    List<FlowLine> lines = new ArrayList<>();
    lines.add(new FlowLine(0, "patients", "Patients", flow.patients()));
    flow.patientsExcluded().forEach((reason, count) -> lines.add(without(reason, count)));
    lines.add(new FlowLine(0, "index-times", "Index times", flow.indexTimes()));
    flow.indexTimesExcluded()
        .forEach(
            (reason, count) -> {
              lines.add(without(reason, count));
              if (reason == ExclusionReason.WASHED_OUT) {
                flow.washedOut()
                    .forEach(
                        (washout, each) ->
                            lines.add(new FlowLine(2, "washout-" + washout, washout, each)));
              }
            });
    lines.add(new FlowLine(0, "examples", "Examples", flow.examples()));
    lines.add(
        new FlowLine(1, "patients-with-examples", "of patients", flow.patientsWithExamples()));
    if (definition.outcome().isEvent()) {
      lines.add(new FlowLine(1, "events", "with " + definition.outcome().id(), flow.events()));
    }
    return List.copyOf(lines);
  }

  private static FlowLine without(ExclusionReason reason, long count) {
    String name = reason.name().toLowerCase(Locale.ROOT);
    return new FlowLine(
        1, "without-" + name.replace('_', '-'), "without: " + name.replace('_', ' '), count);
  }

  /** As a line of a table, indented by its depth. */
  public String row() {
    return String.format(Locale.ROOT, "%-44s %,12d", "  ".repeat(depth) + text, count);
  }
}
