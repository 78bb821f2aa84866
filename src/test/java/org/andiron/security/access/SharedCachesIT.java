package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the server keeps in memory for one caller is not the answer to another: everything that it
 * keeps is asked for by one who sees all and by one who sees a patient's record, in both orders.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedCachesIT extends SmartIT {

  private final UserTokens tokens = new UserTokens(this);
  private FhirHttp administrator = new FhirHttp("");

  @BeforeAll
  void signIn() {
    administrator = http(token("system/*.cruds"));
  }

  /**
   * Something that is looked up.
   *
   * @param name what is kept of it
   * @param ask asks, and says in short what the answer was
   * @param all the answer for who sees all
   * @param one the answer for who sees one patient's record
   */
  record Lookup(String name, BiFunction<FhirHttp, TwoRecords, String> ask, String all, String one) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Lookup> lookups() {
    return Stream.of(
        new Lookup(
            "resource by id",
            (http, two) -> status(http.get("Patient/" + two.neighbour())),
            "200",
            "404"),
        new Lookup(
            "version",
            (http, two) ->
                status(http.get("Observation/observation-" + two.neighbour() + "/_history/1")),
            "200",
            "404"),
        new Lookup(
            "count of a history",
            (http, two) ->
                total(http.get("Observation/observation-" + two.neighbour() + "/_history")),
            "200 with 2",
            "404 with 0"),
        new Lookup(
            "count of the history of a type",
            (http, two) ->
                Boolean.toString(total(http.get("Encounter/_history")).equals("200 with 1")),
            "false",
            "true"),
        new Lookup("target of a reference", SharedCachesIT::created, "201", "403"),
        new Lookup(
            "match of a conditional create",
            (http, two) -> status(http.post("Patient", patient(two), "If-None-Exist", match(two))),
            "200",
            "403"),
        new Lookup(
            "match of a conditional update",
            (http, two) -> status(http.put("Patient?" + match(two), patient(two))),
            "200",
            "403"),
        new Lookup(
            "results of a search",
            (http, two) -> total(http.get("Observation?code=urn:two%7C" + two.mark())),
            "200 with 3",
            "200 with 2"),
        new Lookup(
            "results of a search that is posted",
            (http, two) ->
                total(
                    http.post(
                        "Observation/_search",
                        "code=urn:two%7C" + two.mark(),
                        "Content-Type",
                        "application/x-www-form-urlencoded")),
            "200 with 3",
            "200 with 2"),
        new Lookup(
            "results of a search by chain",
            (http, two) -> total(http.get("Encounter?subject:Patient.family=" + two.mark())),
            "200 with 2",
            "200 with 1"),
        new Lookup(
            "identifier of a patient",
            (http, two) -> total(http.get("Patient?" + match(two))),
            "200 with 1",
            "200 with 0"),
        new Lookup(
            "tag",
            (http, two) -> total(http.get("Observation?_tag=urn:two%7Ctag-" + two.neighbour())),
            "200 with 1",
            "200 with 0"),
        new Lookup(
            "tags of a type",
            (http, two) ->
                Boolean.toString(
                    http.get("Observation/$meta").body().contains("tag-" + two.neighbour())),
            "true",
            "false"),
        new Lookup(
            "conformance",
            (http, two) ->
                total(
                    http.get(
                        "StructureDefinition?_count=1&url=http://hl7.org/fhir/StructureDefinition/none")),
            "200 with 0",
            "200 with 0"),
        new Lookup("capabilities", (http, two) -> status(http.get("metadata")), "200", "200"),
        new Lookup(
            "code",
            (http, two) ->
                status(
                    http.get(
                        "CodeSystem/$lookup?code=male&system=http://hl7.org/fhir/administrative-gender")),
            "200",
            "200"),
        new Lookup(
            "value set",
            (http, two) ->
                status(
                    http.get(
                        "ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender")),
            "200",
            "200"));
  }

  private static String created(FhirHttp http, TwoRecords two) {
    Answer answer =
        http.post(
            "Observation",
            "{\"resourceType\":\"Observation\"," + two.observation(two.neighbour(), "x") + "}");
    if (answer.status() == 201) {
      http.delete("Observation/" + answer.id());
    }
    return status(answer);
  }

  private static String status(Answer answer) {
    return Integer.toString(answer.status());
  }

  private static String total(Answer answer) {
    return answer.status() + " with " + answer.json().path("total").asInt();
  }

  private static String match(TwoRecords two) {
    return "identifier=urn:two%7C" + two.neighbour();
  }

  /** As it is stored already. */
  private static String patient(TwoRecords two) {
    return """
    {"resourceType":"Patient","identifier":[{"system":"urn:two","value":"%s"}],
    "name":[{"family":"%s","text":"%s"}]}\
    """
        .formatted(two.neighbour(), two.mark(), TwoRecords.CANARY);
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void whatWasKeptForWhoSeesAllIsNotForWhoSeesOne(Lookup lookup) {
    ask(lookup, List.of(true, false, true, false));
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void whatWasKeptForWhoSeesOneIsNotForWhoSeesAll(Lookup lookup) {
    ask(lookup, List.of(false, true, false, true));
  }

  /** Each order has records of its own, of which nothing is kept yet. */
  private void ask(Lookup lookup, List<Boolean> seesAll) {
    TwoRecords two = new TwoRecords(administrator);
    try {
      FhirHttp one = http(tokens.of(TestUsers.PHYSICIAN, "patient/*.cruds", two.own()));
      for (boolean all : seesAll) {
        assertThat(lookup.ask().apply(all ? administrator : one, two))
            .as("for who sees %s, in the order %s", all ? "all" : "one", seesAll)
            .isEqualTo(all ? lookup.all() : lookup.one());
      }
    } finally {
      two.remove();
    }
  }

  @Test
  void pagesAreForWhoseSearchTheyAreOf() {
    TwoRecords two = new TwoRecords(administrator);
    FhirHttp one = http(tokens.of(TestUsers.PHYSICIAN, "patient/*.rs", two.own()));
    String search = "Observation?_count=1&_total=accurate&code=urn:two%7C" + two.mark();
    String ofAll = administrator.get(search).next().orElseThrow();
    String ofOne = one.get(search).next().orElseThrow();
    assertThat(one.get(ofAll).status()).isEqualTo(410);
    assertThat(one.get(ofOne).status()).isEqualTo(200);
    assertThat(one.get(ofOne).body()).doesNotContain(TwoRecords.CANARY);
    assertThat(administrator.get(ofAll).status()).isEqualTo(200);
    two.remove();
  }

  @Test
  void whatWasNotThereForOneIsThereForAllOnceItIsMade() {
    TwoRecords two = new TwoRecords(administrator);
    FhirHttp one = http(tokens.of(TestUsers.PHYSICIAN, "patient/*.rs", two.own()));
    String id = "Basic/late-" + two.mark();
    for (FhirHttp http : List.of(one, administrator, one)) {
      assertThat(http.get(id).status()).isEqualTo(404);
    }
    two.put(
        id,
        "\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}"
            .formatted(two.own()));
    assertThat(one.get(id).status()).isEqualTo(200);
    assertThat(administrator.get(id).status()).isEqualTo(200);
    two.remove();
  }

  @Test
  void aQueryThatManyUseFirstAtTheSameTimeIsGoodForAll() throws Exception {
    TwoRecords two = new TwoRecords(administrator);
    String scope = "patient/Observation.rs?code=urn:two|" + two.mark();
    FhirHttp one = http(tokens.of(TestUsers.PHYSICIAN, scope, two.own()));
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> read = () -> one.get("Observation/observation-" + two.own()).status();
      for (Future<Integer> status : callers.invokeAll(Collections.nCopies(8, read))) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(one.get("Observation/observation-" + two.neighbour()).status()).isEqualTo(404);
    two.remove();
  }

  @Test
  void rightsAreThoseOfTheTokenAndNotOfWhoCalledBefore() {
    TwoRecords two = new TwoRecords(administrator);
    String neighbour = "Patient/" + two.neighbour();
    FhirHttp launched = http(tokens.of(TestUsers.NURSE, "patient/*.rs", two.own()));
    FhirHttp nurse = http(tokens.of(TestUsers.NURSE, "user/*.rs"));
    FhirHttp encounters = http(tokens.of(TestUsers.NURSE, "user/Encounter.rs"));
    FhirHttp patient = http(tokens.of(TestUsers.PATIENT, "user/*.rs"));
    for (int i = 0; i < 2; i++) {
      assertThat(launched.get(neighbour).status()).isEqualTo(404);
      assertThat(nurse.get(neighbour).status()).isEqualTo(200);
      assertThat(encounters.get(neighbour).status()).isEqualTo(403);
      assertThat(patient.get(neighbour).status()).isEqualTo(404);
    }
    two.remove();
  }

  @Test
  void aClientIsWhatItsRegistrationSaysNow() {
    SigningClient client = SigningClient.rsa("cached-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"system/Patient.rs system/Observation.rs\""));
    assertThat(askForToken(client, "system/Observation.rs").status()).isEqualTo(200);
    String path = rootUrl() + "/admin/clients/" + client.clientId();
    assertThat(administrator.delete(path).status()).isEqualTo(204);
    assertThat(askForToken(client, "system/Observation.rs").status()).isEqualTo(401);
    register(client.registration("\"scope\": \"system/Patient.rs\""));
    assertThat(askForToken(client, "system/Observation.rs").status()).isEqualTo(400);
    assertThat(askForToken(client, "system/Patient.rs").status()).isEqualTo(200);
  }
}
