package org.andiron.risk.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.andiron.risk.training.CohortFlow;
import org.andiron.risk.training.ExclusionReason;
import org.andiron.risk.training.TrainingDefinition;

/** Tells what became of a cohort. */
record FlowText(TrainingDefinition definition, CohortFlow flow) {

  void print(PrintWriter out) {
    line(out, 0, "Patients", flow.patients());
    flow.patientsExcluded().forEach((reason, count) -> line(out, 1, name(reason), count));
    line(out, 0, "Index times", flow.indexTimes());
    flow.indexTimesExcluded()
        .forEach(
            (reason, count) -> {
              line(out, 1, name(reason), count);
              if (reason == ExclusionReason.WASHED_OUT) {
                flow.washedOut().forEach((washout, each) -> line(out, 2, washout, each));
              }
            });
    line(out, 0, "Examples", flow.examples());
    line(out, 1, "of patients", flow.patientsWithExamples());
    if (definition.outcome().isEvent()) {
      line(out, 1, "with " + definition.outcome().id(), flow.events());
    }
  }

  private static void line(PrintWriter out, int depth, String name, long count) {
    String text = "  ".repeat(depth) + name;
    out.printf(Locale.ROOT, "%-44s %,12d%n", text, count);
  }

  private static String name(ExclusionReason reason) {
    return "without: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
