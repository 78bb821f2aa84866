package org.andiron.risk.pipeline;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.PATHS;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.PackageReader;
import org.andiron.risk.RiskModels;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.learning.TrainingSet;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.training.CohortFlow;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that was just learned refuses those of whom its definition takes no examples. */
class RefusesOthersTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String DIABETES = "44054006";
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  @TempDir private Path folder;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrainingDefinition definition(Consumer<ObjectNode> change) {
    Path file = Path.of("fhir-config", "risk-training", "cardiometabolic-2y.json");
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
      List<JsonNode> inputs = new ArrayList<>();
      root.get("inputs").elements().forEachRemaining(inputs::add);
      root.putArray("inputs").addAll(inputs.subList(0, 2));
      root.set("algorithms", json("['logistic-regression-l2']"));
      root.set("test", json("{'share': 0.3}"));
      change.accept(root);
      return TrainingDefinition.read(
          "x.json", root.toString().getBytes(StandardCharsets.UTF_8), LIBRARY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever is older falls ill more often. */
  private static CollectedSet collected(TrainingDefinition definition) {
    Random random = new Random(5);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int age = 30 + random.nextInt(50);
      Map<String, FeatureValue> all =
          Map.of(
              "age", new FeatureValue.Quantity(age),
              "sex", new FeatureValue.Category(random.nextBoolean() ? "female" : "male"));
      FeatureVector known = new FeatureVector(Map.of());
      for (ModelInput input : definition.inputs()) {
        known = known.with(input.name(), Objects.requireNonNull(all.get(input.name())));
      }
      examples.add(
          new TrainingExample(
              "p" + (1000 + i), NOW, known, random.nextInt(100) < age ? 1 : 0, Map.of()));
    }
    return new CollectedSet(
        new TrainingSet(definition.inputs(), examples), CohortFlow.NONE, "0".repeat(64));
  }

  private Map<String, byte[]> learned(TrainingDefinition definition, String steps)
      throws InterruptedException {
    return new ModelLearning(folder.resolve(steps), Clock.fixed(NOW, ZoneOffset.UTC))
        .learn(definition, collected(definition), (step, done, all) -> {});
  }

  private Scorer scorer(Consumer<ObjectNode> change) throws InterruptedException {
    TrainingDefinition definition = definition(change);
    InstalledModel model =
        new PackageReader(CONVERTER, PATHS)
            .read(
                new PackageFiles(
                    definition.id(),
                    learned(definition, "steps"),
                    RiskModels.shared(ConfigurationFolder.open(Path.of("fhir-config")))));
    return new Scorer(model, CONVERTER);
  }

  private static Score score(Scorer scorer, Resource... resources) {
    return scorer.score(PatientRecord.of(ID, List.of(resources)), NOW, TODAY);
  }

  private static Resource woman(String birth) {
    return patient(birth, AdministrativeGender.FEMALE);
  }

  private static RefusalReason refusal(Score score) {
    assertThat(score.isAnswered()).isFalse();
    return score.refusals().get(0).reasons().get(0);
  }

  @Test
  void theShippedOneIsForAdultsWithoutTheDisease() throws InterruptedException {
    Scorer scorer = scorer(root -> {});

    assertThat(score(scorer, woman("1976-01-15")).isAnswered()).isTrue();
    assertThat(score(scorer, woman("1996-02-28")).isAnswered()).isTrue();
    for (String birth : List.of("2021-01-15", "1996-03-02", "1946-02-28")) {
      assertThat(refusal(score(scorer, woman(birth))))
          .isInstanceOfSatisfying(
              RefusalReason.OutOfRange.class,
              reason -> {
                assertThat(reason.input()).isEqualTo("age");
                assertThat(reason.limit().from()).hasValue(30);
                assertThat(reason.limit().to()).hasValue(79);
              });
    }
    Condition over = condition(SNOMED, DIABETES, "2010-01-01");
    over.setClinicalStatus(
        concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved"));
    for (Condition disease : List.of(condition(SNOMED, DIABETES, "2020-01-01"), over)) {
      assertThat(refusal(score(scorer, woman("1976-01-15"), disease)))
          .isInstanceOfSatisfying(
              RefusalReason.Excluded.class,
              reason -> {
                assertThat(reason.because().en()).contains("diabetes or cardiovascular disease");
                assertThat(reason.because().zh()).contains("糖尿病或心血管疾病");
              });
    }
    assertThat(
            score(scorer, woman("1976-01-15"), condition(SNOMED, "38341003", "2020-01-01"))
                .isAnswered())
        .isTrue();
  }

  @Test
  void theSameExamplesGiveTheSameFiles() throws InterruptedException {
    Map<String, byte[]> again = learned(definition(root -> {}), "two");

    learned(definition(root -> {}), "one")
        .forEach((name, content) -> assertThat(again.get(name)).as(name).isEqualTo(content));
  }

  @ParameterizedTest
  @CsvSource({
    "1976-01-15, MALE, true",
    "1976-01-15, FEMALE, false",
    "1976-01-15, UNKNOWN, false",
    "2021-01-15, MALE, false"
  })
  void whatIsNoInputOfTheModelRefusesToo(
      String birth, AdministrativeGender gender, boolean answered) throws InterruptedException {
    Scorer scorer =
        scorer(
            root -> {
              root.withArray("inputs").remove(0);
              root.withObject("/eligibility").set("sex", json("['male', 'other']"));
            });

    assertThat(score(scorer, patient(birth, gender)).isAnswered()).isEqualTo(answered);
  }

  @ParameterizedTest
  @CsvSource({"2020-01-01, true", "2025-06-01, false"})
  void whatMattersForSomeTimeIsForgotten(String onset, boolean answered)
      throws InterruptedException {
    Scorer scorer =
        scorer(
            root ->
                root.set(
                    "washout",
                    json(
                        "[{'name': 'pressure', 'back': 'P2Y', 'events':"
                            + " [{'resource': 'Condition', 'codes': 'hypertension'},"
                            + " {'resource': 'Observation', 'codes': {'loinc': ['1-1']}},"
                            + " {'resource': 'Encounter', 'codes': 'inpatient-encounter'}]}]")));

    assertThat(
            score(scorer, woman("1976-01-15"), condition(SNOMED, "38341003", onset)).isAnswered())
        .isEqualTo(answered);
  }
}
