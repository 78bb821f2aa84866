package org.andiron.consent.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.ProcessorTime;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.test.context.ContextConfiguration;

/**
 * Reads and searches with 15 % of the patients restricted for one user and not for another, against
 * none restricted, in turn in one run. Only the profile {@code proof} runs it, because time is not
 * the same on every machine: ratios must be what is aimed at, but for some points of margin.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ContextConfiguration(initializers = CostServer.class, inheritInitializers = false)
@EnabledIfSystemProperty(named = "andiron.proof.all", matches = "true")
class ConsentCostIT extends SmartIT {

  private static final int PATIENTS = 200;
  private static final int RESTRICTED = PATIENTS * 15 / 100;
  private static final int OBSERVATIONS = 20;
  private static final int ROUNDS = Integer.getInteger("andiron.cost.rounds", 12);
  private static final long ROUND = Long.getLong("andiron.cost.milliseconds", 2_000) * 1_000_000;
  private static final long WARM_UP = 60_000_000_000L;
  private static final Path REPORT = Path.of("target", "proof", "cost-of-consents.txt");

  /** What is asked for, of patients about whom no consent says anything. */
  private enum Ask {
    READ(
        0.90,
        random -> "Observation/" + observation(patient(random), random.nextInt(OBSERVATIONS))),
    SEARCH_BY_PATIENT(0.80, random -> "Observation?patient=p" + patient(random)),
    SEARCH_BY_CODE(
        0.80, random -> "Observation?code=c" + random.nextInt(OBSERVATIONS) + "&_count=20"),

    /** Compares each with what is withheld, and does not keep to it. */
    COUNT(0, random -> "Observation?_summary=count");

    private final double least;
    private final Function<Random, String> path;

    /**
     * @param least answers a second of who is restricted, against what they were if nobody was
     */
    Ask(double least, Function<Random, String> path) {
      this.least = least;
      this.path = path;
    }

    private static int patient(Random random) {
      return RESTRICTED + random.nextInt(PATIENTS - RESTRICTED);
    }
  }

  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  void load() {
    FhirHttp loader = http(token("system/*.cruds"));
    for (String user : List.of("nurse", "physician")) {
      put(
          loader,
          "Practitioner/test-" + user,
          "{\"resourceType\": \"Practitioner\", \"id\": \"test-%s\"}".formatted(user));
    }
    for (int i = 0; i < PATIENTS; i++) {
      StringBuilder entries = new StringBuilder();
      entries.append(
          entry("Patient/p" + i, "{\"resourceType\": \"Patient\", \"id\": \"p%d\"}".formatted(i)));
      for (int j = 0; j < OBSERVATIONS; j++) {
        entries
            .append(',')
            .append(
                entry(
                    "Observation/" + observation(i, j),
                    """
                    {"resourceType": "Observation", "id": "%s", "status": "final",
                     "code": {"coding": [{"system": "http://example.org/codes", "code": "c%d"}]},
                     "subject": {"reference": "Patient/p%d"}, "valueQuantity": {"value": %d}}
                    """
                        .formatted(observation(i, j), j, i, i + j)));
      }
      Answer answer =
          loader.post(
              "",
              "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}"
                  .formatted(entries));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    for (int i = 0; i < RESTRICTED; i++) {
      put(
          loader,
          "Consent/deny-" + i,
          """
          {"resourceType": "Consent", "id": "deny-%d", "status": "active",
           "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
             "code": "patient-privacy"}]},
           "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
           "patient": {"reference": "Patient/p%d"},
           "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
             "code": "OPTIN"}]},
           "provision": {"type": "permit", "provision": [{"type": "deny", "actor": [{
             "role": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
               "code": "PRCP"}]},
             "reference": {"reference": "Practitioner/test-nurse"}}]}]}}
          """
              .formatted(i, i));
    }
  }

  private static String observation(int patient, int number) {
    return "o-" + patient + '-' + number;
  }

  private static String entry(String url, String resource) {
    return "{\"resource\": %s, \"request\": {\"method\": \"PUT\", \"url\": \"%s\"}}"
        .formatted(resource, url);
  }

  private static void put(FhirHttp loader, String path, String body) {
    Answer answer = loader.put(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void enforcingIsMeasured() throws IOException {
    UserTokens tokens = new UserTokens(this);
    Rules rules = new Rules(jdbc());
    FhirHttp nurse = http(tokens.of(TestUsers.NURSE, "user/*.rs"));
    FhirHttp physician = http(tokens.of(TestUsers.PHYSICIAN, "user/*.rs"));
    assertThat(nurse.get("Patient/p0").status()).isEqualTo(404);
    assertThat(physician.get("Patient/p0").status()).isEqualTo(200);
    rules.putAway();
    assertThat(nurse.get("Patient/p0").status()).isEqualTo(200);
    rules.putBack();
    assertThat(nurse.get("Patient/p0").status()).isEqualTo(404);
    long until = System.nanoTime() + WARM_UP;
    while (System.nanoTime() < until) {
      for (Ask ask : Ask.values()) {
        cost(nurse, ask, ROUND / 20);
        cost(physician, ask, ROUND / 20);
      }
    }
    Map<Ask, List<Ratio>> ofRestricted = new EnumMap<>(Ask.class);
    Map<Ask, List<Ratio>> ofOthers = new EnumMap<>(Ask.class);
    for (int i = 0; i < ROUNDS; i++) {
      for (Ask ask : Ask.values()) {
        FhirHttp asNurse = http(tokens.of(TestUsers.NURSE, "user/*.rs"));
        FhirHttp asPhysician = http(tokens.of(TestUsers.PHYSICIAN, "user/*.rs"));
        rules.putAway();
        cost(asNurse, ask, ROUND / 10);
        Cost none = cost(asNurse, ask, ROUND);
        Cost noneOfOther = cost(asPhysician, ask, ROUND);
        rules.putBack();
        cost(asNurse, ask, ROUND / 10);
        ofRestricted
            .computeIfAbsent(ask, it -> new ArrayList<>())
            .add(new Ratio(cost(asNurse, ask, ROUND), none));
        ofOthers
            .computeIfAbsent(ask, it -> new ArrayList<>())
            .add(new Ratio(cost(asPhysician, ask, ROUND), noneOfOther));
      }
    }
    report("restricted", ofRestricted);
    report("not restricted", ofOthers);
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
    ofRestricted.forEach(
        (ask, ratios) ->
            assertThat(median(ratios, it -> it.with().rate() / it.without().rate()))
                .as("%s, restricted", ask)
                .isGreaterThanOrEqualTo(ask.least));
  }

  private void report(String who, Map<Ask, List<Ratio>> ratios) {
    lines.add(
        who
            + ": answers a second with none restricted; with/without: answers a second,"
            + " processor time of an answer in Java and in PostgreSQL");
    ratios.forEach(
        (ask, some) ->
            lines.add(
                "  %-20s %8.0f %8.3f %8.3f %8.3f"
                    .formatted(
                        ask,
                        median(some, it -> it.without().rate()),
                        median(some, it -> it.with().rate() / it.without().rate()),
                        median(some, it -> it.with().java() / it.without().java()),
                        median(some, it -> it.with().database() / it.without().database()))));
  }

  /**
   * What answers to one client cost, one after the other.
   *
   * @param rate answers a second
   * @param java processor time of client and server for an answer, in nanoseconds
   * @param database that of PostgreSQL
   */
  private record Cost(double rate, double java, double database) {}

  private record Ratio(Cost with, Cost without) {}

  private Cost cost(FhirHttp http, Ask ask, long nanoseconds) {
    Random random = new Random(7);
    long begun = System.nanoTime();
    long java = ProcessorTime.ofJava();
    long database = ProcessorTime.ofSessions(jdbc());
    int answers = 0;
    while (System.nanoTime() - begun < nanoseconds) {
      Answer answer = http.get(ask.path.apply(random));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      answers++;
    }
    double took = System.nanoTime() - begun;
    return new Cost(
        answers * 1e9 / took,
        (double) (ProcessorTime.ofJava() - java) / answers,
        (double) (ProcessorTime.ofSessions(jdbc()) - database) / answers);
  }

  private static double median(List<Ratio> ratios, ToDoubleFunction<Ratio> of) {
    double[] ordered = ratios.stream().mapToDouble(of).sorted().toArray();
    int half = ordered.length / 2;
    return ordered.length % 2 == 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
  }
}
