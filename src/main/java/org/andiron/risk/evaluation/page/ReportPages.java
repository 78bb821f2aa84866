package org.andiron.risk.evaluation.page;

import org.andiron.risk.evaluation.EvaluationReportJson;
import org.andiron.risk.evaluation.QuantityReportJson;

/** The page of a report that is there as JSON, of whichever kind it is. */
public final class ReportPages {

  private ReportPages() {}

  /**
   * The page.
   *
   * @throws IllegalArgumentException if it is no report
   */
  public static String of(String json, ReportLanguage language) {
    return QuantityReportJson.isOne(json)
        ? QuantityPage.of(QuantityReportJson.decode(json), language)
        : EvaluationPage.of(EvaluationReportJson.decode(json), language);
  }
}
