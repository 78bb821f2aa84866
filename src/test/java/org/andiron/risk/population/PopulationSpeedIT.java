package org.andiron.risk.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.ProcessorTime;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.test.context.ContextConfiguration;

/**
 * How fast populations are scored, and one patient with a long record. It reports and asserts
 * nothing of time; the processor time is what other work on the machine changes least.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ContextConfiguration(initializers = SpeedServer.class, inheritInitializers = false)
@EnabledIfSystemProperty(named = "andiron.risk.speed", matches = "true")
class PopulationSpeedIT extends SmartIT {

  private static final int PATIENTS = Integer.getInteger("andiron.risk.speed.patients", 2_000);
  private static final int SEEDS = 16;
  private static final int ROUNDS = Integer.getInteger("andiron.risk.speed.rounds", 5);

  /** Also on a machine that does something else. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int OF_TRANSACTION = 300;
  private static final Path REPORT = Path.of("target", "proof", "population-speed.txt");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is asked for. */
  private enum Ask {
    ONE_MODEL(true, false, false),
    ONE_MODEL_EXPLAINED(true, true, false),
    ALL_MODELS(false, false, false),
    ALL_MODELS_EXPLAINED(false, true, false),
    ONE_MODEL_PERSISTED(true, false, true);

    private final boolean oneModel;
    private final boolean explain;
    private final boolean persist;

    Ask(boolean oneModel, boolean explain, boolean persist) {
      this.oneModel = oneModel;
      this.explain = explain;
      this.persist = persist;
    }

    /** Of what is stored, less is enough. */
    String criteria() {
      return persist ? "family=Speed&address-city=Town0" : "family=Speed";
    }

    String body() {
      return """
      {"resourceType": "Parameters", "parameter": [%s
        {"name": "criteria", "valueString": "%s"}, {"name": "explain", "valueBoolean": %s},
        {"name": "persist", "valueBoolean": %s}]}
      """
          .formatted(
              oneModel ? "{\"name\": \"model\", \"valueString\": \"prevent-2023\"}," : "",
              criteria(),
              explain,
              persist);
    }
  }

  /**
   * What one job costs for each patient.
   *
   * @param rate patients a second, from the request to the manifest
   * @param scoring the same without the waits between the steps of the job
   * @param java processor time of server and client, in milliseconds
   * @param database that of PostgreSQL
   * @param allocated bytes
   */
  private record Cost(
      double rate, double scoring, double java, double database, double allocated) {}

  private static final String SCORING =
      """
      select extract(epoch from max(end_time) - min(start_time)) from bt2_work_chunk
      where instance_id = ? and tgt_step_id = 'score'
      """;

  private final List<String> lines = new ArrayList<>();

  /** What an earlier run has stored is there already if it was told to keep it. */
  @BeforeAll
  void load() {
    Random random = new Random(7);
    for (int i = 0; i < SEEDS; i++) {
      storeOnce("seed" + i, 1, random);
    }
    storeOnce("long", 8, random);
    if (!isThere("c1-seed0")) {
      new ClonedPatients(jdbc()).make(PATIENTS / SEEDS - 1);
    }
  }

  private boolean isThere(String id) {
    return http(token("system/*.rs")).get("Patient/" + id).status() == 200;
  }

  private void storeOnce(String id, int times, Random random) {
    List<String> entries = new MadePatient(random, id, times).entries();
    if (!isThere(id)) {
      store(entries);
    }
  }

  private void store(List<String> entries) {
    FhirHttp system = http(token("system/*.cruds"));
    for (int from = 0; from < entries.size(); from += OF_TRANSACTION) {
      Answer answer =
          system.post(
              "",
              "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}"
                  .formatted(
                      String.join(
                          ",",
                          entries.subList(from, Math.min(entries.size(), from + OF_TRANSACTION)))));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void scoringIsMeasured() throws IOException {
    Map<Ask, List<Cost>> costs = new EnumMap<>(Ask.class);
    for (int round = 0; round <= ROUNDS; round++) {
      for (Ask ask : asks()) {
        Cost cost = cost(ask);
        if (round > 0) {
          costs.computeIfAbsent(ask, it -> new ArrayList<>()).add(cost);
        }
      }
    }
    lines.add(
        "patients a second, while scoring alone; ms of Java, ms of PostgreSQL, kB allocated for a"
            + " patient");
    costs.forEach(
        (ask, some) ->
            lines.add(
                "  %-22s %8.0f %8.0f %8.3f %8.3f %8.0f"
                    .formatted(
                        ask,
                        median(some, Cost::rate),
                        median(some, Cost::scoring),
                        median(some, Cost::java),
                        median(some, Cost::database),
                        median(some, Cost::allocated) / 1000)));
    System.gc();
    lines.add(
        "used heap after collection: %d MB"
            .formatted(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000));
    single();
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
  }

  private static List<Ask> asks() {
    String some = System.getProperty("andiron.risk.speed.asks", "");
    return Arrays.stream(Ask.values())
        .filter(it -> some.isEmpty() || List.of(some.split(",")).contains(it.name()))
        .toList();
  }

  private Cost cost(Ask ask) {
    FhirHttp caller = http(token("system/*.cruds"));
    long begun = System.nanoTime();
    long java = ProcessorTime.ofJava();
    long database = ProcessorTime.ofSessions(jdbc());
    long allocated = allocated();
    Answer started = caller.post("Patient/$risk-score", ask.body(), "Prefer", "respond-async");
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    String status = started.header("Content-Location").orElseThrow();
    await().atMost(PATIENCE).until(() -> caller.get(status).status() == 200);
    JsonNode manifest = caller.get(status).json();
    double took = System.nanoTime() - begun;
    java = ProcessorTime.ofJava() - java;
    database = ProcessorTime.ofSessions(jdbc()) - database;
    allocated = allocated() - allocated;
    double scoring =
        Objects.requireNonNull(
            jdbc()
                .queryForObject(
                    SCORING, Double.class, status.substring(status.indexOf("_jobId=") + 7)));
    int scored = 0;
    for (JsonNode output : manifest.path("output")) {
      Answer file = caller.get(output.path("url").asText(), "Accept", "application/fhir+ndjson");
      scored += (int) file.body().lines().count();
    }
    int patients =
        Integer.parseInt(
            caller.get("Patient?_summary=count&" + ask.criteria()).json().path("total").asText());
    if (ask.oneModel) {
      assertThat(scored).isEqualTo(patients);
    } else {
      assertThat(scored).isGreaterThanOrEqualTo(patients); // by those models that apply to each
    }
    return new Cost(
        patients * 1e9 / took,
        patients / scoring,
        java / 1e6 / patients,
        database / 1e6 / patients,
        (double) allocated / patients);
  }

  /** By threads that are still there; those of the server stay. */
  private static long allocated() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(it -> it > 0)
        .sum();
  }

  private void single() {
    FhirHttp caller = http(token("system/*.rs"));
    int asked = 100 * (ROUNDS + 1);
    double[] took = new double[asked];
    long java = 0;
    long database = 0;
    for (int i = 0; i < asked; i++) {
      if (i == asked / 2) {
        java = ProcessorTime.ofJava();
        database = ProcessorTime.ofSessions(jdbc());
      }
      long begun = System.nanoTime();
      Answer answer = caller.get("Patient/long/$risk-score?model=prevent-2023");
      took[i] = (System.nanoTime() - begun) / 1e6;
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    int half = asked - asked / 2;
    double[] ordered = Arrays.stream(took, asked / 2, asked).sorted().toArray();
    lines.add(
        "one patient with a record of 2,000, explained: p50 %.1f ms, p99 %.1f ms; %.2f ms of Java, %.2f of PostgreSQL"
            .formatted(
                ordered[half / 2],
                ordered[half * 99 / 100],
                (ProcessorTime.ofJava() - java) / 1e6 / half,
                (ProcessorTime.ofSessions(jdbc()) - database) / 1e6 / half));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
    double[] ordered = costs.stream().mapToDouble(of).sorted().toArray();
    return ordered[ordered.length / 2];
  }
}
