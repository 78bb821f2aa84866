package org.andiron.risk.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a server, and what becomes of its answers. */
class ServerCohortTest {

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> tokensSeen = new ArrayList<>();
  private final Map<String, PatientRecord> records = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/fhir", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().substring("/fhir/".length());
    asked.add(path);
    tokensSeen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer =
        answers.entrySet().stream()
            .filter(it -> path.startsWith(it.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(new Answer(404, ""));
    if (tokensSeen.get(tokensSeen.size() - 1).equals("Bearer old")) {
      answer = new Answer(401, "");
    }
    exchange.getResponseHeaders().add("Retry-After", "0");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void given(String path, String body) {
    answers.put(path, new Answer(200, body.replace('\'', '"')));
  }

  private static String bundle(String next, String... resources) {
    List<String> entries = new ArrayList<>();
    for (String resource : resources) {
      entries.add("{'resource':" + resource + "}");
    }
    String link = next.isEmpty() ? "" : "'link':[{'relation':'next','url':'" + next + "'}],";
    return "{'resourceType':'Bundle','type':'searchset',"
        + link
        + "'entry':["
        + String.join(",", entries)
        + "]}";
  }

  private static String patient(String id) {
    return "{'resourceType':'Patient','id':'" + id + "','birthDate':'1950-01-01'}";
  }

  private static String condition(String id, String patient) {
    return "{'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/%s'}}"
        .formatted(id, patient);
  }

  private void read(String cohort, CohortTokens tokens) throws InterruptedException {
    new ServerCohort(
            URI.create(base), cohort, tokens, FhirContext.forR4Cached(), (step, done, all) -> {})
        .read(
            id -> !id.equals("unwanted"),
            new CohortSource.Sink() {
              @Override
              public void record(String patientId, PatientRecord record) {
                records.put(patientId, record);
              }

              @Override
              public void unreadable(String patientId) {
                unreadable.add(patientId);
              }

              @Override
              public void refused(String patientId) {
                throw new AssertionError("refused");
              }
            });
  }

  @Test
  void membersOfAGroupAndItsGroupsAreReadPageAfterPage() throws Exception {
    given(
        "Group/g",
        "{'resourceType':'Group','id':'g','type':'person','actual':true,'member':["
            + "{'entity':{'reference':'Patient/a'}},{'entity':{'reference':'Patient/b'},'inactive':true},"
            + "{'entity':{'reference':'Group/h'}},{'entity':{'reference':'Patient/unwanted'}}]}");
    given(
        "Group/h",
        "{'resourceType':'Group','id':'h','type':'person','actual':true,'member':["
            + "{'entity':{'reference':'Patient/c'}},{'entity':{'reference':'Group/g'}}]}");
    given(
        "Patient/a/$everything", bundle("http://outside.example.org/fhir/page?2=x", patient("a")));
    given("page?2=x", bundle("", condition("1", "a")));
    given("Patient/c/$everything", bundle("", patient("c")));

    read("Group/g", CohortTokens.NONE);

    assertThat(records).containsOnlyKeys("a", "c");
    assertThat(unreadable).isEmpty();
    assertThat(asked)
        .containsExactly(
            "Group/g",
            "Group/h",
            "Patient/a/$everything?_count=500&_type=Patient,Observation,Condition,MedicationRequest,MedicationStatement,Procedure,Encounter,FamilyMemberHistory,Medication",
            "page?2=x",
            "Patient/c/$everything?_count=500&_type=Patient,Observation,Condition,MedicationRequest,MedicationStatement,Procedure,Encounter,FamilyMemberHistory,Medication");
  }

  @Test
  void aSearchFindsPatientsWhoseRecordsAreNotAllReadable() throws Exception {
    given(
        "Patient?birthdate=lt1980&_elements=id",
        bundle("", patient("a"), patient("b"), patient("c")));
    given("Patient/a/$everything", bundle("", patient("a")));
    given("Patient/b/$everything", bundle("", patient("b"), condition("1", "somebody-else")));

    read("Patient?birthdate=lt1980", CohortTokens.NONE);

    assertThat(records).containsOnlyKeys("a");
    assertThat(unreadable).containsExactly("b", "c");
  }

  @Test
  void aTokenThatIsRefusedIsReplacedOnce() throws Exception {
    given("Patient?_elements=id", bundle(""));
    CohortTokens tokens =
        new CohortTokens() {
          @Override
          public Optional<String> current() {
            return Optional.of("old");
          }

          @Override
          public Optional<String> insteadOf(String refused) {
            assertThat(refused).isEqualTo("old");
            return Optional.of("new");
          }
        };

    read("Patient", tokens);

    assertThat(tokensSeen).containsExactly("Bearer old", "Bearer new");
  }

  @Test
  void aBusyServerIsAskedAgainButNotForEver() {
    answers.put("Patient", new Answer(503, ""));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read("Patient", CohortTokens.NONE))
        .withMessage("the server answers 503 to the search for the cohort");
    assertThat(asked).hasSize(6);
  }

  @Test
  void aRefusalSaysWhatToDoAndNamesNoPatient() {
    given("Patient?_elements=id", bundle("", patient("telltale")));
    answers.put("Patient/telltale", new Answer(403, "telltale"));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read("Patient", CohortTokens.NONE))
        .withMessage(
            "the server answers 403 to Patient/[id]/$everything; the token must allow to read and"
                + " search all that the definition uses");
  }

  @Test
  void whatIsNoCohortOrNotThereIsToldOf() {
    for (String wrong : List.of("Observation?code=1", "Group/1/member", "Group?_id=1", "x")) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> read(wrong, CohortTokens.NONE))
          .withMessageStartingWith("--cohort must be a Group, as Group/123, or a search");
    }
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read("Group/none", CohortTokens.NONE))
        .withMessage("there is no Group/none");
    given("Patient?_elements=id", "nonsense");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read("Patient", CohortTokens.NONE))
        .withMessageContaining("with what is no FHIR");
  }
}
