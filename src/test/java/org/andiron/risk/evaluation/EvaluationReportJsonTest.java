package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationReportJsonTest {

  private final EvaluationReport report = Reports.typical(3000, 30);

  @Test
  void readsWhatItWrote() {
    String json = EvaluationReportJson.encode(report);
    assertThat(EvaluationReportJson.decode(json)).isEqualTo(report);
    assertThat(EvaluationReportJson.encode(EvaluationReportJson.decode(json))).isEqualTo(json);
  }

  @Test
  void readsAbsenceToo() {
    EvaluationReport none = Reports.withoutEvents();
    String json = EvaluationReportJson.encode(none);
    assertThat(json).contains("\"auroc\":{\"undefined\":\"NO_EVENTS\"}").doesNotContain("NaN");
    assertThat(json).doesNotContain("permutedLabels");
    assertThat(EvaluationReportJson.decode(json)).isEqualTo(none);
  }

  @Test
  void membersStandInTheOrderOfTheRecords() throws Exception {
    JsonNode tree = new ObjectMapper().readTree(EvaluationReportJson.encode(report));
    assertThat(names(tree)).containsExactly("model", "evaluation", "permutedLabels");
    assertThat(names(tree.get("model")))
        .containsExactly("name", "version", "outcome", "cohort", "evaluated", "synthetic", "notes");
    assertThat(names(tree.get("evaluation")))
        .containsExactly(
            "settings",
            "resampling",
            "sample",
            "overall",
            "discrimination",
            "calibration",
            "thresholds",
            "decisionCurve",
            "histogram",
            "subgroups");
    assertThat(tree.at("/model/evaluated").asText()).isEqualTo("2026-11-29T14:00:00Z");
  }

  @Test
  void figuresHaveAllTheirDigitsAndTheirIntervals() throws Exception {
    JsonNode auroc =
        new ObjectMapper()
            .readTree(EvaluationReportJson.encode(report))
            .at("/evaluation/discrimination/auroc");
    Estimate.Defined expected = (Estimate.Defined) report.evaluation().discrimination().auroc();
    assertThat(names(auroc)).containsExactly("value", "interval");
    assertThat(auroc.get("value").asText()).isEqualTo(Double.toString(expected.value()));
    assertThat(auroc.at("/interval/low").asDouble())
        .isEqualTo(expected.between().orElseThrow().low());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{\"model\":", "{\"unknown\":1}", "{\"model\":{\"name\":5}} x"})
  void refusesOtherJson(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> EvaluationReportJson.decode(json));
  }

  @Test
  void refusesFiguresThatAreNone() {
    String json = EvaluationReportJson.encode(report);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EvaluationReportJson.decode(json.replaceFirst("\"low\":[^,]+,", "\"low\":1e999,")));
  }
}
