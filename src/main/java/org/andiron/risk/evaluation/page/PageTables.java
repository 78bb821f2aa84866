package org.andiron.risk.evaluation.page;

import static org.andiron.risk.evaluation.page.TableRows.cell;
import static org.andiron.risk.evaluation.page.TableRows.row;

import java.util.Comparator;
import java.util.List;
import org.andiron.risk.evaluation.Calibration;
import org.andiron.risk.evaluation.CalibrationBin;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.Gap;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.evaluation.SubgroupComparison;
import org.andiron.risk.evaluation.ThresholdPerformance;
import org.andiron.risk.page.HtmlPage;
import org.jsoup.nodes.Element;

/** The tables of the page. */
final class PageTables {

  private final Evaluation evaluation;
  private final Words words;
  private final HtmlPage page;

  PageTables(Evaluation evaluation, Words words, HtmlPage page) {
    this.evaluation = evaluation;
    this.words = words;
    this.page = page;
  }

  private Element table(Element parent, String caption, String... columns) {
    return page.table(parent, caption, List.of(columns));
  }

  private void estimate(Element row, Estimate estimate) {
    cell(row, words.figure(estimate), words.between(estimate));
  }

  void thresholds(Element section) {
    Element body =
        table(
            section,
            "thresholds.caption",
            "threshold",
            "recall",
            "specificity",
            "precision",
            "npv",
            "accuracy",
            "f1",
            "threshold.counts",
            "threshold.counts.negative");
    List<ThresholdPerformance> rising =
        evaluation.thresholds().stream()
            .sorted(Comparator.comparingDouble(ThresholdPerformance::threshold))
            .toList();
    for (ThresholdPerformance threshold : rising) {
      Element row = row(body, words.percent(threshold.threshold(), 2));
      estimate(row, threshold.recall());
      estimate(row, threshold.specificity());
      estimate(row, threshold.precision());
      estimate(row, threshold.negativePredictiveValue());
      estimate(row, threshold.accuracy());
      estimate(row, threshold.f1());
      cell(row, counts(threshold.truePositives(), threshold.falsePositives()));
      cell(row, counts(threshold.trueNegatives(), threshold.falseNegatives()));
    }
  }

  private String counts(int right, int wrong) {
    return words.count(right) + " / " + words.count(wrong);
  }

  void bins(Element parent) {
    Element body =
        table(parent, "bins.caption", "bin.predicted", "bin.observed", "bin.rows", "bin.events");
    for (CalibrationBin bin : evaluation.calibration().bins()) {
      Element row = row(body, words.percent(bin.meanPrediction()));
      estimate(row, bin.frequency());
      cell(row, words.count(bin.rows()));
      cell(row, words.count(bin.events()));
    }
  }

  void overall(Element parent) {
    Calibration calibration = evaluation.calibration();
    Element body = table(parent, "overall.caption", "measure", "value", "interval");
    figure(body, "key.auroc", evaluation.discrimination().auroc());
    figure(body, "key.auprc", evaluation.discrimination().auprc());
    figure(body, "key.brier", evaluation.overall().brier());
    figure(body, "scaledBrier", evaluation.overall().scaledBrier());
    figure(body, "inTheLarge", calibration.inTheLarge());
    figure(body, "observedToExpected", calibration.observedToExpected());
    figure(body, "key.intercept", calibration.intercept());
    figure(body, "key.slope", calibration.slope());
    figure(body, "expectedError", calibration.expectedError());
    figure(body, "key.index", calibration.integratedIndex());
  }

  private void figure(Element body, String key, Estimate estimate) {
    Element row = row(body, words.text(key));
    cell(row, words.figure(estimate));
    cell(row, words.between(estimate));
  }

  void subgroups(Element section) {
    Element body =
        table(
            section,
            "subgroups.caption",
            "group",
            "group.rows",
            "group.events",
            "key.auroc",
            "inTheLarge",
            "recall",
            "specificity");
    for (SubgroupComparison comparison : evaluation.subgroups()) {
      body.appendElement("tr")
          .appendElement("th")
          .attr("colspan", "7")
          .attr("scope", "rowgroup")
          .text(words.attribute(comparison.attribute()));
      for (Subgroup group : comparison.groups()) {
        Element row = row(body, words.value(comparison.attribute(), group.value()));
        cell(row, words.count(group.rows()));
        cell(row, words.count(group.events()));
        estimate(row, group.auroc());
        estimate(row, group.inTheLarge());
        estimate(row, group.recall());
        estimate(row, group.specificity());
      }
      if (comparison.notRecorded() > 0) {
        Element row = row(body, words.text("group.notRecorded"));
        cell(row, words.count(comparison.notRecorded()));
        row.appendElement("td").attr("colspan", "5");
      }
    }
  }

  void gaps(Element section) {
    List<SubgroupComparison> compared =
        evaluation.subgroups().stream().filter(it -> !it.gaps().isEmpty()).toList();
    if (compared.isEmpty()) {
      return;
    }
    Element body =
        table(
                section,
                "gaps.caption",
                "gap.attribute",
                "gap.measure",
                "gap.highest",
                "gap.lowest",
                "gap.difference")
            .addClass("words");
    for (SubgroupComparison comparison : compared) {
      for (Gap gap : comparison.gaps()) {
        Element row = row(body, words.attribute(comparison.attribute()));
        cell(row, words.text("gap." + gap.measured()));
        cell(row, words.value(comparison.attribute(), gap.highest()));
        cell(row, words.value(comparison.attribute(), gap.lowest()));
        estimate(row, gap.difference());
      }
    }
  }
}
