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
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
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
 * none restricted, in turn in one run. It reports ratios and asserts none: time is not the same on
 * every machine.
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
    READ(random -> "Observation/" + observation(patient(random), random.nextInt(OBSERVATIONS))),
    SEARCH_BY_PATIENT(random -> "Observation?patient=p" + patient(random)),
    SEARCH_BY_CODE(random -> "Observation?code=c" + random.nextInt(OBSERVATIONS) + "&_count=20"),
    COUNT(random -> "Observation?_summary=count");

    private final Function<Random, String> path;

    Ask(Function<Random, String> path) {
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
        rate(nurse, ask, ROUND / 20);
        rate(physician, ask, ROUND / 20);
      }
    }
    Map<Ask, List<Double>> ofRestricted = new EnumMap<>(Ask.class);
    Map<Ask, List<Double>> ofOthers = new EnumMap<>(Ask.class);
    Map<Ask, List<Double>> off = new EnumMap<>(Ask.class);
    for (int i = 0; i < ROUNDS; i++) {
      for (Ask ask : Ask.values()) {
        FhirHttp asNurse = http(tokens.of(TestUsers.NURSE, "user/*.rs"));
        FhirHttp asPhysician = http(tokens.of(TestUsers.PHYSICIAN, "user/*.rs"));
        rules.putAway();
        rate(asNurse, ask, ROUND / 10);
        double none = rate(asNurse, ask, ROUND);
        double noneOfOther = rate(asPhysician, ask, ROUND);
        rules.putBack();
        rate(asNurse, ask, ROUND / 10);
        ofRestricted
            .computeIfAbsent(ask, it -> new ArrayList<>())
            .add(rate(asNurse, ask, ROUND) / none);
        ofOthers
            .computeIfAbsent(ask, it -> new ArrayList<>())
            .add(rate(asPhysician, ask, ROUND) / noneOfOther);
        off.computeIfAbsent(ask, it -> new ArrayList<>()).add(none);
      }
    }
    lines.add("%-20s %10s %12s %14s".formatted("", "off, 1/s", "restricted", "unrestricted"));
    for (Ask ask : Ask.values()) {
      lines.add(
          "%-20s %10.0f %12.3f %14.3f"
              .formatted(
                  ask,
                  median(off.get(ask)),
                  median(ofRestricted.get(ask)),
                  median(ofOthers.get(ask))));
    }
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
  }

  /** Answers a second to one client, one after the other. */
  private static double rate(FhirHttp http, Ask ask, long nanoseconds) {
    Random random = new Random(7);
    long begun = System.nanoTime();
    int answers = 0;
    while (System.nanoTime() - begun < nanoseconds) {
      Answer answer = http.get(ask.path.apply(random));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      answers++;
    }
    return answers * 1e9 / (System.nanoTime() - begun);
  }

  private static double median(List<Double> values) {
    List<Double> ordered = values.stream().sorted().toList();
    int half = ordered.size() / 2;
    return ordered.size() % 2 == 1
        ? ordered.get(half)
        : (ordered.get(half - 1) + ordered.get(half)) / 2;
  }
}
