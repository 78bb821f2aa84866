package org.andiron.risk.trainingjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.server.RestfulServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.andiron.risk.PackageReader;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.population.Population;
import org.andiron.risk.population.PopulationReader;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.ScoringRefusals;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.training.CohortSource;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.andiron.testsupport.WorkInRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Models are trained over HTTP, of made-up patients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RiskTrainIT extends SmartIT {

  private static final int PATIENTS = 100;
  private static final int HIDDEN = PATIENTS - 1;
  private static final int REFUSING = PATIENTS - 2;
  private static final int SEEN = PATIENTS - 2;
  private static final JsonMapper JSON = new JsonMapper();
  private static final LocalDate VISIT = LocalDate.of(2016, 1, 4);

  private final String mark = "rt" + UUID.randomUUID().toString().replace("-", "");

  @Autowired private TrainingPlace place;
  @Autowired private PopulationReader populations;
  @Autowired private RecordReader records;
  @Autowired private ScoringRefusals refusals;
  @Autowired private RestfulServer server;
  @Autowired private PackageReader packages;
  @Autowired private ModelRegistry registry;
  @Autowired private ModelDeployment deployment;
  @Autowired private TrainingSteps steps;

  private FhirHttp administrator = new FhirHttp("");

  /** When the stay of the first patient ended. */
  private LocalDate firstDischarge = VISIT;

  @BeforeEach
  void token() {
    administrator = http(token("system/*.cruds"));
  }

  /** People whose stays are long come back more often. */
  @BeforeAll
  void people() {
    token();
    Random random = new Random(11);
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < PATIENTS; i++) {
      entries.add(
          entry(
              "Patient/" + id(i),
              "{'resourceType':'Patient','id':'%s','name':[{'family':'%s'}],'gender':'%s','birthDate':'%d-03-01'}",
              id(i),
              mark,
              random.nextBoolean() ? "female" : "male",
              1940 + random.nextInt(40)));
      int days = 1 + random.nextInt(10);
      LocalDate admission = VISIT.plusDays(400 + random.nextInt(600));
      LocalDate discharge = admission.plusDays(days);
      firstDischarge = i == 0 ? discharge : firstDischarge;
      entries.add(encounter(i, "v", "AMB", VISIT, VISIT));
      entries.add(encounter(i, "s", "IMP", admission, discharge));
      if (random.nextInt(12) < days) {
        entries.add(encounter(i, "r", "IMP", discharge.plusDays(9), discharge.plusDays(10)));
      }
      entries.add(encounter(i, "w", "AMB", discharge.plusDays(200), discharge.plusDays(200)));
    }
    Answer stored =
        administrator.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
                .formatted(String.join(",", entries)));
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
  }

  @BeforeEach
  void consents() {
    consent(HIDDEN, "'type':'deny'");
    // Of a client that says of no purpose that it is not that one, this withholds everything.
    consent(
        REFUSING,
        "'type':'permit','provision':[{'type':'deny','purpose':[{'system':"
            + "'https://andiron.org/fhir/CodeSystem/consent-purpose','code':'automated-scoring'}]}]");
  }

  private String id(int patient) {
    return mark + "-" + patient;
  }

  private static String entry(String url, String resource, Object... values) {
    return ("{'request':{'method':'PUT','url':'" + url + "'},'resource':" + resource + "}")
        .replace('\'', '"')
        .formatted(values);
  }

  private String encounter(int patient, String name, String code, LocalDate from, LocalDate to) {
    String id = id(patient) + name;
    return entry(
        "Encounter/" + id,
        "{'resourceType':'Encounter','id':'%s','status':'finished','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'%s'},'subject':{'reference':'Patient/%s'},'period':{'start':'%sT10:00:00Z','end':'%sT10:00:00Z'}}",
        id,
        code,
        id(patient),
        from,
        to);
  }

  private void consent(int patient, String provision) {
    givenConsent(
        id(patient),
        """
        "policy": [{"uri": "http://example.org/policy"}], "provision": {%s}
        """
            .formatted(provision.replace('\'', '"')));
  }

  private String definition(String id, String algorithms) {
    try {
      ObjectNode root =
          (ObjectNode)
              JSON.readTree(
                  Path.of("fhir-config", "risk-training", "readmission-30d.json").toFile());
      root.put("id", id).put("url", "https://example.org/" + id);
      root.set(
          "inputs",
          JSON.readTree(
              "[{\"feature\":\"age\",\"definition\":\"Years.\"},{\"feature\":\"length-of-stay\",\"definition\":\"Days.\"}]"));
      root.set("algorithms", JSON.readTree(algorithms.replace('\'', '"')));
      return root.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String parameters(String... namesAndValues) {
    ObjectNode body = JSON.createObjectNode().put("resourceType", "Parameters");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String kind = namesAndValues[i].equals("state") ? "valueCode" : "valueString";
      body.withArray("parameter")
          .addObject()
          .put("name", namesAndValues[i])
          .put(kind, namesAndValues[i + 1]);
    }
    return body.toString();
  }

  private Answer train(String... namesAndValues) {
    return administrator.post("$risk-train", parameters(namesAndValues), "Prefer", "respond-async");
  }

  private String started(String id, String cohort) {
    Answer answer =
        train(
            "definitionContent",
            definition(id, "['logistic-regression-l2']"),
            "cohort",
            cohort,
            "reason",
            "a test");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.header("Content-Location").orElseThrow();
  }

  private Answer ended(String status) {
    await().atMost(Duration.ofSeconds(60)).until(() -> administrator.get(status).status() != 202);
    return administrator.get(status);
  }

  private static String value(JsonNode parameters, String name) {
    return StreamSupport.stream(parameters.path("parameter").spliterator(), false)
        .filter(it -> it.path("name").asText().equals(name))
        .findFirst()
        .map(
            it ->
                it.path("valueString").asText()
                    + it.path("valueCode").asText()
                    + it.path("valueUrl").asText())
        .orElseThrow();
  }

  private static int flow(JsonNode parameters, String code) {
    for (JsonNode parameter : parameters.path("parameter")) {
      if (parameter.at("/part/0/valueCode").asText().equals(code)) {
        return parameter.at("/part/2/valueInteger").asInt();
      }
    }
    throw new AssertionError("no " + code + " in " + parameters);
  }

  /** Events of a job that have a text. */
  private Integer recorded(String job, String text) {
    return jdbc()
        .queryForObject(
            "select count(*) from andiron.audit_event where content like '%\"risk-training\"%'"
                + " and content like ? and content like ?",
            Integer.class, "%" + job + "%", "%" + text + "%");
  }

  @Test
  void aModelIsTrainedRegisteredAndScores() {
    String model = "it-" + mark;
    String status = started(model, "Patient?family=" + mark);
    String job = status.substring(status.indexOf('=') + 1);
    Answer answer = ended(status);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode done = answer.json();
    assertThat(value(done, "model")).isEqualTo(model);
    assertThat(value(done, "version")).isEqualTo("1.0.0");
    assertThat(value(done, "state")).isEqualTo("challenger");
    assertThat(value(done, "digest")).matches("[0-9a-f]{64}");
    assertThat(value(done, "data")).matches("[0-9a-f]{64}");
    assertThat(value(done, "evaluation")).contains("AUROC");
    // Of those of whom everything is withheld nothing tells.
    assertThat(flow(done, "patients")).isEqualTo(SEEN);
    assertThat(flow(done, "events")).isBetween(20, PATIENTS - 20);

    Answer report = administrator.get(value(done, "report"), "Accept", "text/html");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(report.body()).contains("Unplanned readmission");
    Answer card =
        administrator.get("$risk-report?model=" + model + "&version=1.0.0&file=model.json");
    assertThat(card.body()).contains(value(done, "data"));
    Answer none = administrator.get("$risk-report?model=" + model + "&version=1.0.0&file=x");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.diagnostics()).contains("evaluation.json");

    Answer history = administrator.get("$risk-history?model=" + model);
    assertThat(history.body()).contains("a test").contains(value(done, "digest"));
    Answer score =
        administrator.get(
            "Patient/%s/$risk-score?model=%s%%7C1.0.0&asOf=%s"
                .formatted(id(0), model, firstDischarge));
    assertThat(score.status()).as(score.body()).isEqualTo(200);
    assertThat(score.json().path("resourceType").asText())
        .as(score.body())
        .isEqualTo("RiskAssessment");

    assertThat(place.jobs()).isEmpty();
    assertThat(recorded(job, "Patient/" + id(0) + "\"")).isEqualTo(1);
    assertThat(recorded(job, "Patient/" + id(HIDDEN) + "\"")).isZero();
    assertThat(recorded(job, value(done, "digest"))).isEqualTo(1);

    Answer again =
        train(
            "definitionContent",
            definition(model, "['logistic-regression-l2']"),
            "cohort",
            "Patient?family=" + mark);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.diagnostics()).contains("is there already").contains("another version");
  }

  @Test
  void ofTooFewNothingIsLearnedAndTheReasonIsTold() {
    String some = String.join(",", IntStream.range(0, 6).mapToObj(this::id).toList());
    Answer few = ended(started("few-" + mark, "Patient?_id=" + some));
    assertThat(few.status()).as(few.body()).isEqualTo(422);
    assertThat(few.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(few.diagnostics())
        .contains("Nothing was registered: there are too few examples")
        .contains("20 of each are needed");
    assertThat(few.json().at("/issue/1/diagnostics").asText()).startsWith("Patients 6; ");
    assertThat(administrator.get("$risk-versions?model=few-" + mark).status()).isEqualTo(404);

    Answer nobody = ended(started("nobody-" + mark, "Patient?_id=" + id(HIDDEN)));
    assertThat(nobody.status()).as(nobody.body()).isEqualTo(422);
    assertThat(nobody.diagnostics()).contains("the cohort is empty");
    assertThat(place.jobs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|no definition of that name|definition|no-such|cohort|Patient",
        "400|cardiometabolic-2y, readmission-30d|definition|../roles/x|cohort|Patient",
        "400|cohort is missing|definition|readmission-30d|reason|x",
        "400|either definition|reason|x|cohort|Patient",
        "400|definitionContent|definitionContent|{}|cohort|Patient",
        "400|must be a Group|definition|readmission-30d|cohort|Observation",
        "400|nonsense|definition|readmission-30d|cohort|Patient?nonsense=1",
        "404|Group/no-such|definition|readmission-30d|cohort|Group/no-such",
        "400|no parameter cohrt|definition|readmission-30d|cohrt|Patient"
      })
  void whatCannotBeStartedIsRefused(
      int status, String words, String one, String first, String other, String second) {
    Answer answer = train(one, first, other, second);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.diagnostics()).contains(words);
  }

  @Test
  void moreThatCannotBeStarted() {
    Answer enabled =
        train("definition", "readmission-30d", "cohort", "Patient", "state", "enabled");
    assertThat(enabled.status()).isEqualTo(400);
    assertThat(enabled.diagnostics()).contains("challenger or shadow");
    Answer waiting =
        administrator.post(
            "$risk-train", parameters("definition", "readmission-30d", "cohort", "Patient"));
    assertThat(waiting.status()).isEqualTo(400);
    assertThat(waiting.diagnostics()).contains("respond-async");
    Answer unknown = administrator.get("$risk-train-status?_jobId=nothing");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.diagnostics()).contains("no such training");
  }

  @Test
  void onlyAdministratorsTrainAndOnlyOfWhatTheyMaySee() {
    String body = parameters("definition", "readmission-30d", "cohort", "Patient");
    UserTokens users = new UserTokens(this);
    for (String token :
        List.of(
            users.of(TestUsers.NURSE, "user/*.cruds"),
            users.of(TestUsers.ADMINISTRATOR, "user/*.cruds"),
            token("system/*.rs"))) {
      Answer answer = http(token).post("$risk-train", body, "Prefer", "respond-async");
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    }
    assertThat(http().post("$risk-train", body, "Prefer", "respond-async").status()).isEqualTo(401);
  }

  @Test
  void oneAtATimeAndItCanBeEnded() {
    Answer started =
        train(
            "definitionContent",
            definition("long-" + mark, "['gradient-boosting', 'random-forest', 'svm-rbf']"),
            "cohort",
            "Patient?family=" + mark);
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    String status = started.header("Content-Location").orElseThrow();
    Answer running = administrator.get(status);
    assertThat(running.status()).as(running.body()).isEqualTo(202);
    assertThat(running.header("X-Progress").orElseThrow())
        .matches("queued|.+: \\d+ of \\d+, \\d+ %");
    Answer second = train("definition", "readmission-30d", "cohort", "Patient");
    assertThat(second.status()).as(second.body()).isEqualTo(409);
    assertThat(second.diagnostics()).contains("Another training is under way");

    assertThat(administrator.delete(status).status()).isEqualTo(202);
    assertThat(administrator.get(status).status()).isEqualTo(404);
    await().atMost(Duration.ofSeconds(60)).until(() -> place.jobs().isEmpty());
    assertThat(administrator.get("$risk-versions?model=long-" + mark).status()).isEqualTo(404);
  }

  @Test
  void ofTwoInTheSameInstantOneIsStarted() {
    List<CompletableFuture<Answer>> asked =
        Stream.of("this", "that")
            .map(
                it ->
                    CompletableFuture.supplyAsync(
                        () ->
                            train(
                                "definitionContent",
                                definition(it + "-" + mark, "['logistic-regression-l2']"),
                                "cohort",
                                "Patient?_id=" + id(HIDDEN))))
            .toList();
    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
    answers.forEach(it -> it.header("Content-Location").ifPresent(this::ended));
  }

  @Test
  void whatWasStoppedGoesOnWhereItWas(@TempDir Path folder) {
    List<String> read = new ArrayList<>();
    AtomicInteger most = new AtomicInteger(40);
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean learning = new AtomicBoolean();
    AtomicInteger left = new AtomicInteger(8);
    TrainingPlace own = new TrainingPlace(folder.resolve("training"));
    Trainer trainer =
        new Trainer(
            fhirContext(),
            own,
            packages,
            registry,
            deployment,
            (job, request, order, definition, progress) -> {
              CohortSource cohort =
                  new RecordCohort(
                      populations,
                      records,
                      refusals,
                      request,
                      order.population(),
                      definition.needs(),
                      read::addAll,
                      progress);
              return (wanted, sink) -> {
                asked.incrementAndGet();
                cohort.read(wanted, sink);
                learning.set(true);
              };
            },
            Clock.systemUTC());
    TrainingOrder order =
        new TrainingOrder(
            "http://example.org/fhir/$risk-train",
            "definitionContent",
            definition("stopped-" + mark, "['logistic-regression-l2']"),
            "Patient?family=" + mark,
            "shadow",
            "a test");
    BooleanSupplier pausing =
        () -> learning.get() ? left.decrementAndGet() == 0 : read.size() >= most.get();
    WorkInRequest requests = new WorkInRequest(server);
    try {
      List<String> attempts =
          requests.during(
              administrator,
              "Patient/" + id(0) + "/$everything?_count=1",
              request -> {
                List<String> ends = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  JobProgress progress =
                      new JobProgress("x", steps, () -> false, pausing, Duration.ofMinutes(5));
                  try {
                    TrainingReport report = trainer.train("x", request, order, progress);
                    ends.add(report.refusal() + " " + report.state());
                  } catch (InterruptedException e) {
                    ends.add("stopped");
                  }
                  most.set(Integer.MAX_VALUE);
                }
                return ends;
              });
      assertThat(attempts).containsExactly("stopped", "stopped", "null shadow");
    } finally {
      requests.close();
      steps.remove("x");
    }
    assertThat(read).hasSize(SEEN).doesNotHaveDuplicates();
    assertThat(asked).hasValue(2);
    assertThat(left.get()).isNegative();
    assertThat(own.jobs()).containsExactly("x");
    own.clear("x");
    assertThat(own.jobs()).isEmpty();
    assertThat(folder.resolve("training/pseudonym.key")).exists();
  }

  @Test
  void whoRefusesScoresIsNotLearnedOf() {
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    Set<String> given = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    CohortSource.Sink sink =
        new CohortSource.Sink() {
          @Override
          public void record(String patientId, PatientRecord record) {
            given.add(patientId);
          }

          @Override
          public void unreadable(String patientId) {
            throw new AssertionError("unreadable");
          }

          @Override
          public void refused(String patientId) {
            refused.add(patientId);
          }
        };
    WorkInRequest requests = new WorkInRequest(server);
    try {
      requests.during(
          nurse,
          "Patient/" + id(2) + "/$everything?_count=1",
          request -> {
            try {
              new RecordCohort(
                      populations,
                      records,
                      refusals,
                      request,
                      Population.ofSearch("_id=" + id(2) + "," + id(REFUSING) + "," + id(HIDDEN)),
                      RecordNeeds.ofAll(Set.of(ResourceKind.ENCOUNTER)),
                      used::addAll,
                      (step, done, all) -> {})
                  .read(id -> true, sink);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return "";
          });
    } finally {
      requests.close();
    }
    assertThat(given).containsExactly(id(2));
    assertThat(refused).containsExactly(id(REFUSING));
    assertThat(used).containsExactly(id(2), id(REFUSING));
  }
}
