package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantityReportJsonTest {

  @Test
  void whatIsReadAgainIsTheSame() {
    for (QuantityReport report :
        List.of(QuantityReports.typical(300, 20), QuantityReports.ofOne())) {
      String json = QuantityReportJson.encode(report);
      assertThat(QuantityReportJson.decode(json)).isEqualTo(report);
      assertThat(QuantityReportJson.encode(QuantityReportJson.decode(json))).isEqualTo(json);
      assertThat(QuantityReportJson.isOne(json)).isTrue();
    }
  }

  @Test
  void membersAreNamedAsTheComponents() throws Exception {
    QuantityReport report = QuantityReports.typical(300, 20);
    JsonNode tree = new ObjectMapper().readTree(QuantityReportJson.encode(report));
    assertThat(tree.path("unit").asText()).isEqualTo("mm[Hg]");
    assertThat(tree.at("/evaluation/errors/rootMeanSquare/value").asDouble())
        .isEqualTo(report.evaluation().errors().rootMeanSquare().figure().orElseThrow());
    assertThat(tree.at("/evaluation/subgroups/1/groups/0/meanAbsolute/undefined").asText())
        .isEqualTo("INSUFFICIENT");
  }

  @Test
  void theOtherKindOfReportIsTold() {
    String other = EvaluationReportJson.encode(Reports.typical(300, 5));
    assertThat(QuantityReportJson.isOne(other)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> QuantityReportJson.decode(other));
  }
}
