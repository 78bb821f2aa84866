package org.andiron.risk.command;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.PackageReader;
import org.andiron.risk.RiskModels;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.ScoreNotes;
import org.andiron.risk.assessment.ScoredInput;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.cohort.CohortTokens;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.SourceAttribute;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code risk train} from Bundles to a folder that the server reads. */
class TrainedModelTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final JsonMapper JSON = new JsonMapper();
  private static final LocalDate VISIT = LocalDate.of(2016, 1, 4);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path records;

  @BeforeEach
  void make() throws IOException {
    records = Files.createDirectory(folder.resolve("records"));
  }

  /** People whose stays are long come back more often, and have more creatinine later. */
  private void write(int people) throws IOException {
    Random random = new Random(11);
    for (int i = 0; i < people; i++) {
      Patient patient = new Patient();
      patient.setId("p" + i);
      patient.setGender(
          random.nextBoolean() ? AdministrativeGender.FEMALE : AdministrativeGender.MALE);
      patient.setBirthDate(date(LocalDate.of(1940 + random.nextInt(40), 3, 1)));
      int days = 1 + random.nextInt(10);
      LocalDate admission = VISIT.plusDays(400 + random.nextInt(600));
      LocalDate discharge = admission.plusDays(days);
      Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
      add(bundle, patient);
      add(bundle, encounter(i, "v", "AMB", VISIT, VISIT));
      add(bundle, encounter(i, "s", "IMP", admission, discharge));
      if (random.nextInt(12) < days) {
        add(bundle, encounter(i, "r", "IMP", discharge.plusDays(9), discharge.plusDays(10)));
      }
      add(bundle, creatinine(i, discharge.plusDays(5), 0.8 + 0.1 * days));
      add(bundle, encounter(i, "w", "AMB", discharge.plusDays(200), discharge.plusDays(200)));
      Files.writeString(
          records.resolve("p" + i + ".json"),
          CONTEXT.newJsonParser().encodeResourceToString(bundle));
    }
  }

  private static Date date(LocalDate day) {
    return Date.from(day.atTime(10, 0).toInstant(ZoneOffset.UTC));
  }

  private static void add(Bundle bundle, Resource resource) {
    bundle
        .addEntry()
        .setFullUrl("http://example.org/" + resource.fhirType() + "/" + resource.getId())
        .setResource(resource);
  }

  private static Encounter encounter(
      int patient, String id, String actCode, LocalDate from, LocalDate to) {
    Encounter encounter = new Encounter();
    encounter.setId(id + patient);
    encounter.setStatus(Encounter.EncounterStatus.FINISHED);
    encounter
        .getClass_()
        .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
        .setCode(actCode);
    encounter.setSubject(new Reference("Patient/p" + patient));
    encounter.getPeriod().setStart(date(from)).setEnd(date(to));
    return encounter;
  }

  private static Observation creatinine(int patient, LocalDate day, double value) {
    Observation observation = new Observation();
    observation.setId("c" + patient);
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.getCode().addCoding().setSystem("http://loinc.org").setCode("2160-0");
    observation.setSubject(new Reference("Patient/p" + patient));
    observation.setEffective(new org.hl7.fhir.r4.model.DateTimeType(date(day)));
    observation.setValue(
        new org.hl7.fhir.r4.model.Quantity()
            .setValue(value)
            .setSystem("http://unitsofmeasure.org")
            .setCode("mg/dL"));
    return observation;
  }

  private Path definition(String... changes) throws IOException {
    ObjectNode root =
        (ObjectNode)
            JSON.readTree(Path.of("fhir-config", "risk-training", "readmission-30d.json").toFile());
    root.set(
        "inputs",
        json(
            "[{'feature': 'age', 'definition': 'Years.'}, {'feature': 'length-of-stay',"
                + " 'definition': 'Days.'}]"));
    root.set("algorithms", json("['logistic-regression-l2']"));
    for (int i = 0; i < changes.length; i += 2) {
      root.set(changes[i], json(changes[i + 1]));
    }
    return Files.writeString(folder.resolve("definition.json"), root.toString());
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private int train(Path definition, String out) {
    CommandLine line =
        TrainCommand.create(
            dataDirectory -> Optional.empty(), (server, dataDirectory, key) -> CohortTokens.NONE);
    return line.setOut(new PrintWriter(this.out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "--quiet",
            "--definition",
            definition.toString(),
            "--from",
            records.toString(),
            "--work",
            folder.resolve("work").toString(),
            "--out",
            folder.resolve(out).toString());
  }

  private Map<String, byte[]> files(String name) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder.resolve(name))) {
      for (Path file : all.sorted().toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private InstalledModel read(String name) throws IOException {
    return new PackageReader(new UnitConverter(), CONTEXT.newFhirPath())
        .read(
            new PackageFiles(
                "readmission-30d",
                files(name),
                RiskModels.shared(ConfigurationFolder.open(Path.of("fhir-config")))));
  }

  private Map<String, Long> steps() throws IOException {
    Map<String, Long> times = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder.resolve("work/learned"))) {
      for (Path file : all.toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return times;
  }

  private static double estimate(InstalledModel model, double days) {
    String outcome = model.content().model().card().outcomes().get(0).id();
    FeatureVector person =
        new FeatureVector(
            Map.of(
                "age", new Quantity(60),
                "length-of-stay", new Quantity(days)));
    Estimate estimate = ((Prediction) model.content().model().predict(outcome, person)).estimate();
    return estimate.probability().orElseGet(() -> estimate.quantity().orElseThrow());
  }

  @Test
  void theServerReadsWhatIsTrainedAndTheCardSaysWhatTheDefinitionSays() throws Exception {
    write(160);

    assertThat(train(definition(), "readmission-30d")).as(err::toString).isZero();

    assertThat(files("readmission-30d"))
        .containsOnlyKeys(
            "evaluation.html",
            "evaluation.json",
            "evaluation.measure-report.json",
            "evaluation.zh-CN.html",
            "features.json",
            "learned.json",
            "coefficients.json",
            "model.json",
            "outcome.json",
            "reference.json");
    InstalledModel model = read("readmission-30d");
    assertThat(model.outcomeRule().orElseThrow().outcome().id())
        .isEqualTo("unplanned-readmission-30d");
    ModelCard card = model.content().model().card();
    assertThat(card.title().en()).contains("demonstration on synthetic data");
    assertThat(card.demonstration()).isTrue();
    assertThat(card.evidence()).startsWith("What is not recorded is missing");
    Map<SourceAttribute, String> attributes = card.attributes().texts();
    assertThat(attributes.get(SourceAttribute.USERS))
        .isEqualTo("Developers, testers and teachers of this server. Nobody who treats a patient.");
    assertThat(attributes.get(SourceAttribute.TRAINING_CRITERIA))
        .startsWith("Each discharge of an adult")
        .contains("examples");
    assertThat(attributes.get(SourceAttribute.VALIDITY_INTERNAL))
        .contains("the examples of patients who were drawn, 0.25 of all");
    assertThat(estimate(model, 10)).isGreaterThan(2 * estimate(model, 1));
    assertThat(Files.readString(folder.resolve("readmission-30d/evaluation.html")))
        .contains("lang=\"en\"")
        .contains("Unplanned readmission");
    assertThat(out.toString())
        .contains("How good it is: " + folder.resolve("readmission-30d/evaluation.html"))
        .contains("risk deploy " + folder.resolve("readmission-30d") + " --state shadow --reason");
  }

  @Test
  void aScoreSaysWhichValuesAreBeyondThoseOfTheTraining() throws Exception {
    write(160);
    assertThat(train(definition(), "model")).as(err::toString).isZero();
    InstalledModel model = read("model");

    // Stays of the training took 1 to 10 days, and nobody was born before 1940.
    assertThat(model.content().model().card().attributes().texts())
        .extractingByKey(SourceAttribute.TRAINING_CRITERIA)
        .asString()
        .contains("length-of-stay 1.0 to 10.0 d");
    assertThat(outside(model, "1960-03-01", 10)).isEmpty();
    assertThat(outside(model, "1960-03-01", 11)).containsExactly("length-of-stay");
    assertThat(outside(model, "1920-03-01", 5)).containsExactly("age");
    assertThat(notes(model, "1920-03-01", 11))
        .anyMatch(note -> note.startsWith("Outside of the values for which the model was made"));
    assertThat(notes(model, "1960-03-01", 10)).noneMatch(note -> note.startsWith("Outside"));
  }

  private static Score score(InstalledModel model, String birth, int days) {
    Patient patient = new Patient();
    patient.setId("p0");
    patient.setGender(AdministrativeGender.FEMALE);
    patient.setBirthDate(date(LocalDate.parse(birth)));
    LocalDate discharge = VISIT.plusDays(500);
    return new Scorer(model, new UnitConverter())
        .score(
            PatientRecord.of(
                "p0",
                List.of(patient, encounter(0, "s", "IMP", discharge.minusDays(days), discharge))),
            date(discharge.plusDays(1)).toInstant(),
            LocalDate.of(2027, 1, 1));
  }

  private static List<String> outside(InstalledModel model, String birth, int days) {
    Score score = score(model, birth, days);
    assertThat(score.isAnswered()).isTrue();
    return score.scoredInputs().stream()
        .filter(ScoredInput::outOfDistribution)
        .map(it -> it.input().name())
        .toList();
  }

  private static List<String> notes(InstalledModel model, String birth, int days) {
    return new ScoreNotes(Language.ENGLISH).of(score(model, birth, days));
  }

  @Test
  void aSecondRunTakesUpTheStepsOfTheFirstAndGivesTheSameFiles() throws Exception {
    write(120);
    Path definition = definition();
    assertThat(train(definition, "one")).as(err::toString).isZero();
    Map<String, Long> steps = steps();
    assertThat(steps).isNotEmpty();

    assertThat(train(definition, "two")).isZero();

    assertThat(steps()).isEqualTo(steps);
    assertThat(files("two")).containsExactlyInAnyOrderEntriesOf(files("one"));
    assertThat(out.toString())
        .contains("risk deploy " + folder.resolve("two") + " --id readmission-30d --state");
  }

  @Test
  void fromADayOnExamplesAreForTheTest() throws Exception {
    write(160);

    assertThat(train(definition("test", "{'from': '2018-01-01'}"), "model"))
        .as(err::toString)
        .isZero();

    assertThat(
            read("model")
                .content()
                .model()
                .card()
                .attributes()
                .texts()
                .get(SourceAttribute.VALIDITY_INTERNAL))
        .contains("the examples with index dates from 2018-01-01T00:00:00Z on");
  }

  @Test
  void aNumberIsLearnedByLinearRegression() throws Exception {
    write(120);

    assertThat(
            train(
                definition(
                    "outcome",
                    "{'id': 'creatinine-later', 'title': {'en': 'Creatinine', 'zh': '肌酐'},"
                        + " 'horizon': {'value': 30, 'unit': 'd'}, 'value': {'use': 'creatinine',"
                        + " 'as': 'creatinine-later', 'aggregate': 'max'}}",
                    "algorithms",
                    "['linear-regression']"),
                "model"))
        .as(err::toString)
        .isZero();

    InstalledModel model = read("model");
    assertThat(model.content().model().card().outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.output()).isEqualTo(OutcomeOutput.QUANTITY);
              assertThat(outcome.unit()).contains("mg/dL");
            });
    assertThat(estimate(model, 8)).isGreaterThan(estimate(model, 2));
    assertThat(files("model"))
        .containsKeys("evaluation.json", "evaluation.measure-report.json", "evaluation.zh-CN.html")
        .doesNotContainKeys("outcome.json", "reference.json");
    assertThat(Files.readString(folder.resolve("model/evaluation.html")))
        .contains("lang=\"en\"", "Creatinine", "mg/dL");
    assertThat(out.toString())
        .contains("How good it is: " + folder.resolve("model/evaluation.html"));
  }

  @Test
  void tooFewEventsAreToldAndNothingIsWritten() throws Exception {
    write(12);

    assertThat(train(definition(), "model")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("risk train: there are too few examples: ")
        .contains("with unplanned-readmission-30d and")
        .contains("20 of each are needed. Collect a larger cohort");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void atATestWithoutExamplesItIsSaidWhichThoseWouldBe() throws Exception {
    write(120);

    assertThat(train(definition("test", "{'from': '2025-01-01'}"), "model")).isEqualTo(1);

    assertThat(err.toString())
        .contains("nothing is left to evaluate on")
        .contains("index dates from 2025-01-01T00:00:00Z on");
    assertThat(folder.resolve("model")).doesNotExist();
  }
}
