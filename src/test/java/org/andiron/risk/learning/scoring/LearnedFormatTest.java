package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.andiron.risk.explanation.Explainer;
import org.andiron.risk.explanation.Explanation;
import org.andiron.risk.explanation.ExplanationWriter;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.learning.preprocessing.Column;
import org.andiron.risk.learning.preprocessing.Column.Encoding;
import org.andiron.risk.learning.preprocessing.Preprocessing;
import org.andiron.risk.learning.scoring.Calibration.Platt;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelPackage;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearnedFormatTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final double[] BACKGROUND = {0.5, 0.25};
  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          List.of(
              new Column("x", Encoding.QUANTITY, null, null, 10, 4),
              new Column("colour", Encoding.CATEGORY, "red", null, 0, 1)),
          List.of());

  private final Map<String, byte[]> files = new HashMap<>();

  @BeforeEach
  void aSum() {
    files.put("model.json", SmallCard.of(OutcomeOutput.PROBABILITY));
    put(LinearScorer.artefact(-1, new double[] {2, 1}), BACKGROUND);
  }

  private void put(Artefact artefact, double[] background) {
    Scorer scorer = artefact.open(background);
    files.put(artefact.format().file(), artefact.content());
    files.put(
        "learned.json",
        new LearnedDocument(
                "y",
                artefact.format(),
                artefact.format().file(),
                LearnedFormat.sha256(artefact.content()),
                PREPROCESSING,
                new Platt(0.5, 2),
                Numbers.list(background),
                scorer instanceof ExplainingScorer explaining ? explaining.base() : null,
                null)
            .write());
  }

  private ModelPackage read() {
    return ModelPackage.of("small", files, Map.of(), new LearnedFormat());
  }

  private static FeatureVector person(double x, String colour) {
    return new FeatureVector(Map.of("x", new Quantity(x), "colour", new Category(colour)));
  }

  private void changed(Consumer<ObjectNode> change) throws JsonProcessingException {
    ObjectNode document =
        (ObjectNode) MAPPER.readTree(new String(files.get("learned.json"), StandardCharsets.UTF_8));
    change.accept(document);
    files.put("learned.json", MAPPER.writeValueAsBytes(document));
  }

  private void refused(String file, String reason) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(this::read)
        .withMessageStartingWith("risk-models/small/" + file)
        .withMessageContaining(reason);
  }

  @Test
  void aFolderPredicts() {
    Prediction prediction = (Prediction) read().model().predict("y", person(14, "red"));
    // Columns are 1 and 1, the score is 2, the log odds 0.5 + 2 * 2; those of the background
    // 0.5 + 2 * (-1 + 1 + 0.25).
    assertThat(prediction.probability().orElseThrow())
        .isCloseTo(1 / (1 + Math.exp(-4.5)), within(1e-15));
    assertThat(prediction.attribution().predictor()).isEqualTo(4.5);
    assertThat(prediction.attribution().base()).isEqualTo(1);
    assertThat(prediction.attribution().contributions())
        .extracting(it -> it.input() + " " + it.value())
        .containsExactly("x 2.0", "colour 1.5");
  }

  @Test
  void anotherArtefactThanWasLearnedIsRefused() {
    files.put(
        "coefficients.json", LinearScorer.artefact(-1, new double[] {2, 1.0000001}).content());
    refused("coefficients.json", "is another file than was learned: its SHA-256 is");
  }

  @Test
  void oneChangedBitIsRefused() {
    byte[] content = files.get("coefficients.json").clone();
    content[content.length - 1] ^= 1;
    files.put("coefficients.json", content);
    refused("coefficients.json", "is another file than was learned");
  }

  @Test
  void aMissingArtefactIsRefused() {
    files.remove("coefficients.json");
    refused("coefficients.json", "is missing; learned.json names it");
  }

  @Test
  void anArtefactThatCannotBeReadIsRefused() throws JsonProcessingException {
    byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
    files.put("coefficients.json", broken);
    changed(it -> it.put("sha256", LearnedFormat.sha256(broken)));
    refused("coefficients.json", "cannot be read as linear");
    changed(it -> it.put("format", "trees"));
    refused("coefficients.json", "cannot be read as trees");
    changed(it -> it.put("format", "onnx"));
    refused("coefficients.json", "cannot be read as onnx");
  }

  @Test
  void anotherOutcomeOrOutputIsRefused() throws JsonProcessingException {
    changed(it -> it.put("outcome", "z"));
    refused("learned.json", "outcome is z, but the outcomes of model.json are [y]");
    aSum();
    files.put("model.json", SmallCard.of(OutcomeOutput.QUANTITY));
    refused("learned.json", "calibration is for outcomes with output probability");
    files.put("model.json", SmallCard.of(OutcomeOutput.SCORE));
    refused("learned.json", "a learned model has no points");
  }

  @Test
  void aProbabilityWithoutCalibrationIsRefused() throws JsonProcessingException {
    changed(it -> it.remove("calibration"));
    refused("learned.json", "calibration is for outcomes with output probability");
  }

  @Test
  void aColumnThatIsNotOfTheCardIsRefused() throws JsonProcessingException {
    changed(it -> column(it, 0).put("input", "w"));
    refused("learned.json", "w is no input of model.json");
    aSum();
    changed(it -> column(it, 0).put("encoding", "truth"));
    refused("learned.json", "a column of x does not fit");
    aSum();
    changed(it -> column(it, 1).put("category", "green"));
    refused("learned.json", "a column of colour does not fit");
  }

  private static ObjectNode column(ObjectNode document, int place) {
    return (ObjectNode) document.get("preprocessing").get("columns").get(place);
  }

  @Test
  void absenceThatTheCardSaysNothingOfIsRefused() throws JsonProcessingException {
    changed(it -> ((ObjectNode) it.get("preprocessing")).withArray("mayLack").add("x"));
    refused("model.json", "does not say what the absence of x stands for");
  }

  @Test
  void anotherBaseIsRefused() throws JsonProcessingException {
    changed(it -> it.put("base", 0.3));
    refused("learned.json", "base is 0.3, but the artefact has 0.25");
    changed(it -> it.remove("base"));
    refused("learned.json", "base is null");
  }

  @Test
  void whatIsNotKnownOrNotThereIsRefusedWithItsPlace() throws JsonProcessingException {
    changed(it -> it.put("bias", 1));
    refused("learned.json, line 1", "bias");
    aSum();
    changed(it -> it.remove("sha256"));
    refused("learned.json", "sha256 is missing");
    aSum();
    changed(it -> it.withArray("background").add(1));
    refused("learned.json", "background must have a number for each column");
    aSum();
    changed(it -> column(it, 0).put("scale", 0));
    refused("learned.json", "column of x has no usable numbers");
    aSum();
    changed(it -> column(it, 0).remove("scale"));
    refused("learned.json", "scale");
    aSum();
    files.put("learned.json", "[".getBytes(StandardCharsets.UTF_8));
    refused("learned.json, line 1", "");
  }

  @Test
  void aModelIsEitherPublishedOrLearned() {
    files.put("equation.json", new byte[] {'{', '}'});
    refused("equation.json", "is there beside learned.json");
  }

  @Test
  void whoReadsPublishedModelsAloneRefusesLearnedOnes() {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> ModelPackage.of("small", files, Map.of()))
        .withMessage("risk-models/small/learned.json: learned models are not read here");
  }

  /** A network of others does not tell what its inputs contributed, and nobody guesses. */
  @Test
  void aNetworkDoesNotTellContributions() throws JsonProcessingException {
    Scorer sum = LinearScorer.artefact(-1, new double[] {2, 1}).open(BACKGROUND);
    put(new Artefact(ScorerFormat.ONNX, OnnxExport.of(sum, new Platt(0.5, 2))), BACKGROUND);
    Prediction prediction = (Prediction) read().model().predict("y", person(14, "red"));
    assertThat(prediction.probability().orElseThrow())
        .isCloseTo(1 / (1 + Math.exp(-4.5)), within(1e-6));
    assertThat(prediction.attribution().isKnown()).isFalse();
    assertThat(prediction.attribution().contributions()).isEmpty();
    assertThat(prediction.attribution().base()).isEqualTo(prediction.attribution().predictor());
    Explanation explanation = new Explainer(read().model()).explain(person(14, "red"), prediction);
    assertThat(new ExplanationWriter(Language.ENGLISH).write(explanation).plain())
        .contains("This model does not tell what its inputs have to do with the result.");
    changed(it -> it.put("base", 0.25));
    refused("learned.json", "base is there, but a model in onnx tells none");
  }

  @Test
  void aQuantityIsExplainedInItsUnit() throws JsonProcessingException {
    files.put("model.json", SmallCard.of(OutcomeOutput.QUANTITY));
    changed(it -> it.remove("calibration"));
    FeatureVector person = person(14, "red");
    Prediction prediction = (Prediction) read().model().predict("y", person);
    assertThat(prediction.estimate().quantity()).hasValue(2);
    Explanation explanation = new Explainer(read().model()).explain(person, prediction);
    assertThat(new ExplanationWriter(Language.ENGLISH).write(explanation).plain())
        .contains("higher (+1.000; share 57")
        .contains("unit of the result")
        .doesNotContain("×");
  }
}
