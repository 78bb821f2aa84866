package org.andiron.risk.evaluation;

import com.fasterxml.jackson.databind.JsonNode;

/** Reports on numbers as JSON, by the rules of {@link EvaluationReportJson}. */
public final class QuantityReportJson {

  private QuantityReportJson() {}

  /** The report as one line. */
  public static String encode(QuantityReport report) {
    return EvaluationReportJson.write(report);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is no such report
   */
  public static QuantityReport decode(String json) {
    return EvaluationReportJson.read(json, QuantityReport.class);
  }

  /**
   * Whether a report is one on numbers, and not an {@link EvaluationReport}: only those have a
   * unit.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  public static boolean isOne(String json) {
    return EvaluationReportJson.read(json, JsonNode.class).has("unit");
  }
}
