package org.andiron.risk.evaluation.page;

import static org.andiron.risk.evaluation.page.TableRows.cell;
import static org.andiron.risk.evaluation.page.TableRows.row;

import java.util.List;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.QuantityBin;
import org.andiron.risk.evaluation.QuantityComparison;
import org.andiron.risk.evaluation.QuantityEvaluation;
import org.andiron.risk.evaluation.QuantityGap;
import org.andiron.risk.evaluation.QuantitySubgroup;
import org.andiron.risk.page.HtmlPage;
import org.jsoup.nodes.Element;

/** The tables of a page on predictions of numbers. */
record QuantityTables(QuantityEvaluation evaluation, Words words, Amounts amounts, HtmlPage page) {

  private void estimate(Element row, Estimate estimate) {
    cell(row, amounts.figure(estimate), amounts.between(estimate));
  }

  void bins(Element parent) {
    Element body =
        page.table(
            parent, "bins.caption", List.of("bin.predicted", "quantity.observed.mean", "bin.rows"));
    for (QuantityBin bin : evaluation.calibration().bins()) {
      Element row = row(body, amounts.full(bin.meanPrediction()));
      estimate(row, bin.meanObserved());
      cell(row, words.count(bin.rows()));
    }
  }

  void subgroups(Element section) {
    Element body =
        page.table(
            section,
            "subgroups.caption",
            List.of("group", "group.rows", "key.mae", "key.rmse", "inTheLarge"));
    for (QuantityComparison comparison : evaluation.subgroups()) {
      body.appendElement("tr")
          .appendElement("th")
          .attr("colspan", "5")
          .attr("scope", "rowgroup")
          .text(words.attribute(comparison.attribute()));
      for (QuantitySubgroup group : comparison.groups()) {
        Element row = row(body, words.value(comparison.attribute(), group.value()));
        cell(row, words.count(group.rows()));
        estimate(row, group.meanAbsolute());
        estimate(row, group.rootMeanSquare());
        estimate(row, group.bias());
      }
      if (comparison.notRecorded() > 0) {
        Element row = row(body, words.text("group.notRecorded"));
        cell(row, words.count(comparison.notRecorded()));
        row.appendElement("td").attr("colspan", "3");
      }
    }
  }

  void gaps(Element section) {
    List<QuantityComparison> compared =
        evaluation.subgroups().stream().filter(it -> !it.gaps().isEmpty()).toList();
    if (compared.isEmpty()) {
      return;
    }
    Element body =
        page.table(
                section,
                "gaps.caption",
                List.of(
                    "gap.attribute", "gap.measure", "gap.highest", "gap.lowest", "gap.difference"))
            .addClass("words");
    for (QuantityComparison comparison : compared) {
      for (QuantityGap gap : comparison.gaps()) {
        Element row = row(body, words.attribute(comparison.attribute()));
        cell(row, words.text("gap." + gap.measured()));
        cell(row, words.value(comparison.attribute(), gap.highest()));
        cell(row, words.value(comparison.attribute(), gap.lowest()));
        estimate(row, gap.difference());
      }
    }
  }
}
