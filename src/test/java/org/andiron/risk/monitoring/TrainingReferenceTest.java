package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.evaluation.EvaluatedModel;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.EvaluationSettings;
import org.andiron.risk.evaluation.Evaluator;
import org.andiron.risk.evaluation.Predictions;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.learning.TrainingSet;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelCard;
import org.junit.jupiter.api.Test;

class TrainingReferenceTest {

  private static final ModelCard CARD = Clinic.MODEL.content().model().card();

  /** Of 100 examples a fifth lack cholesterol; predictions are 0.001 to 0.2. */
  private static String file() {
    List<TrainingExample> examples = new ArrayList<>();
    double[] probabilities = new double[200];
    boolean[] events = new boolean[200];
    for (int i = 0; i < 200; i++) {
      probabilities[i] = (i + 1) / 1000.0;
      events[i] = i % 10 == 0;
    }
    for (int i = 0; i < 100; i++) {
      Map<String, FeatureValue> values =
          new LinkedHashMap<>(Map.of("age", new FeatureValue.Quantity(40 + i / 4.0)));
      values.put("sex", new FeatureValue.Category(i % 4 == 0 ? "male" : "female"));
      values.put("current-smoker", new FeatureValue.Truth(i % 5 == 0));
      if (i % 5 > 0) {
        values.put("total-cholesterol", new FeatureValue.Quantity(150 + i));
      }
      examples.add(
          new TrainingExample("p" + i, Instant.EPOCH, new FeatureVector(values), i % 2, Map.of()));
    }
    EvaluationReport report =
        new EvaluationReport(
            new EvaluatedModel("m", "1", "o", "c", Instant.EPOCH, true, List.of()),
            new Evaluator(EvaluationSettings.usual(1, List.of(0.1)).withResamples(0))
                .evaluate(Predictions.of(probabilities, events)),
            null);
    List<String> names = List.of("age", "sex", "current-smoker", "total-cholesterol");
    return TrainingReference.write(
        new TrainingSet(
            CARD.inputs().stream().filter(it -> names.contains(it.name())).toList(), examples),
        report);
  }

  @Test
  void whatIsWrittenIsReadAsReference() {
    Reference read =
        TrainingReference.read(file().getBytes(StandardCharsets.UTF_8), CARD).orElseThrow();
    assertThat(read.counts().features().get("total-cholesterol").missing()).isEqualTo(20);
    assertThat(((Binning.Numeric) read.bins().features().get("age")).edges()).hasSize(9);
    assertThat(read.counts().features().get("age").counts().subList(0, 10))
        .allSatisfy(it -> assertThat(it).isBetween(9L, 11L));
    assertThat(read.counts().features().get("sex").counts()).containsExactly(75L, 25L, 0L, 0L);
    assertThat(read.counts().scored()).isEqualTo(200);
    assertThat(read.counts().scores().total()).isEqualTo(200);
    assertThat(read.bins().scores().edges()).hasSizeBetween(7, 10);
    assertThat(file()).isEqualTo(file());
  }

  @Test
  void aFileOfSomethingElseIsNone() {
    assertThat(TrainingReference.read("{}".getBytes(StandardCharsets.UTF_8), CARD)).isEmpty();
    assertThat(
            TrainingReference.read(
                file().replace("\"age\"", "\"rage\"").getBytes(StandardCharsets.UTF_8), CARD))
        .isEqualTo(Optional.empty());
    assertThat(TrainingReference.read("no".getBytes(StandardCharsets.UTF_8), CARD)).isEmpty();
  }
}
