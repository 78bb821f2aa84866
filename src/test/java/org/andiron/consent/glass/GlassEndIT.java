package org.andiron.consent.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.model.ExpungeOptions;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.BalpConformance;
import org.andiron.audit.event.BalpDefinitions;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The end of broken glass: on the record once for each opening, whenever it is noticed. */
class GlassEndIT extends ConsentIT {

  private static final String PURPOSE = "X-Purpose-Of-Use";
  private static final Duration LASTS = Duration.ofMinutes(15);

  @Autowired private GlassEnds ends;
  @Autowired private GlassOpenings openings;
  @Autowired private AuditTrail trail;
  @Autowired private DaoRegistry daos;
  @Autowired private DataSource dataSource;

  private String team = "";
  private String weight = "";

  @BeforeAll
  void team() {
    team =
        new UserTokens(this, "\"purpose_of_use_header\": true")
            .of(TestUsers.EMERGENCY, "user/*.cruds");
    put("Practitioner/test-emergency", "");
    put(
        "Group/emergency-team",
        ", 'type': 'practitioner', 'actual': true, 'member': [{'entity': {'reference':"
            + " 'Practitioner/test-emergency'}}]");
  }

  private void put(String resource, String more) {
    String[] parts = resource.split("/");
    Answer answer =
        as(backend)
            .put(
                resource,
                json("{'resourceType': '%s', 'id': '%s'%s}".formatted(parts[0], parts[1], more)));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  @BeforeEach
  void recordOfSomebodyWhoDenies() {
    weight = observation("29463-7");
    consent(DENY_ALL);
  }

  /** As after a stop of the server: what ends meanwhile is noticed by the test, or later. */
  private void stopServer() {
    ends.stop();
  }

  @AfterEach
  void startServer() {
    ends.start();
  }

  /** One more node. */
  private GlassEnds node() {
    return node(trail);
  }

  private GlassEnds node(AuditTrail itsTrail) {
    return new GlassEnds(
        openings, itsTrail, new TransactionTemplate(new DataSourceTransactionManager(dataSource)));
  }

  private String open(String reason) {
    Answer answer =
        as(team)
            .post(
                patient + "/$break-glass",
                json(
                    "{'resourceType': 'Parameters', 'parameter': [{'name': 'reason', 'valueString':"
                        + " '"
                        + reason
                        + " MARK'}]}"),
                PURPOSE,
                "BTG");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/parameter/1/valueReference/reference").asText();
  }

  /** As if that time had gone by for what is open of this patient. */
  private void pass(Duration time) {
    jdbc()
        .update(
            "update andiron.glass_opening set since = since - make_interval(secs => ?),"
                + " expires = expires - make_interval(secs => ?) where patient_id = ?",
            time.toSeconds(),
            time.toSeconds(),
            patient.substring("Patient/".length()));
  }

  private List<JsonNode> recorded(String subtype) {
    Answer answer =
        as(officer).get("AuditEvent?patient=" + patient + "&subtype=" + subtype + "&_count=100");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().findValues("resource");
  }

  private List<JsonNode> recordedEnds() {
    return recorded("110138");
  }

  private Instant expires() {
    return Objects.requireNonNull(
        jdbc()
            .queryForObject(
                "select expires from andiron.glass_opening where patient_id = ?",
                (row, number) -> row.getTimestamp(1).toInstant(),
                patient.substring("Patient/".length())));
  }

  private static List<String> reasons(List<JsonNode> events) {
    return events.stream()
        .map(it -> it.at("/entity/0/detail/0/valueString").asText())
        .map(it -> it.substring(0, it.indexOf(' ')))
        .toList();
  }

  @Test
  void whatIsOverIsRecordedLikeItsBeginningAndNothingElseIs() {
    String over = patient;
    open("unconscious");
    record();
    String goesOn = observation("29463-7");
    consent(DENY_ALL);
    open("bleeding");
    String neighbour = patient;
    patient = over;

    pass(LASTS.minusSeconds(60));
    node().record();
    assertThat(recordedEnds()).as("it still lasts").isEmpty();

    pass(Duration.ofSeconds(60));
    Instant ended = expires();
    await().atMost(Duration.ofSeconds(30)).until(() -> recordedEnds().size() == 1);
    JsonNode end = recordedEnds().get(0);
    JsonNode start =
        recorded("110127").stream()
            .filter(it -> it.path("meta").toString().contains("break-glass-start"))
            .findFirst()
            .orElseThrow();
    assertThat(end.path("meta").path("tag").toString()).contains("break-glass-end");
    assertThat(end.path("type")).isEqualTo(start.path("type"));
    assertThat(end.path("outcome").asText()).isEqualTo("0");
    assertThat(end.path("agent")).as("who").isEqualTo(start.path("agent"));
    assertThat(end.path("agent").toString()).contains(TestUsers.EMERGENCY, "\"app-");
    assertThat(end.path("purposeOfEvent")).isEqualTo(start.path("purposeOfEvent"));
    assertThat(end.path("purposeOfEvent").toString()).contains("BTG");
    assertThat(end.path("entity").path(0))
        .as("whose and why")
        .isEqualTo(start.path("entity").path(0));
    assertThat(end.path("entity").toString()).contains(over, "unconscious " + mark(over));
    assertThat(Instant.parse(end.path("period").path("end").asText()))
        .isEqualTo(Instant.ofEpochMilli(ended.toEpochMilli()));
    assertThat(
            Duration.between(
                Instant.parse(end.path("period").path("start").asText()),
                Instant.parse(end.path("period").path("end").asText())))
        .isEqualTo(LASTS);
    assertConforms(end.toString());

    patient = neighbour;
    assertThat(recordedEnds()).as("another patient").isEmpty();
    assertThat(as(team).get(goesOn, PURPOSE, "BTG").status()).isEqualTo(200);
    patient = over;
    assertThat(as(team).get(weight, PURPOSE, "BTG").status()).isEqualTo(403);
  }

  private void assertConforms(String content) {
    AuditEvent event = fhirContext().newJsonParser().parseResource(AuditEvent.class, content);
    // HAPI adds the type to what was read.
    event.setId(event.getIdElement().getIdPart());
    assertThat(BalpConformance.problems(event)).isEmpty();
    assertThat(BalpDefinitions.errors(event)).isEmpty();
  }

  private String mark(String ofPatient) {
    return as(officer).get(ofPatient).json().at("/name/0/family").asText();
  }

  @Test
  void eachIsRecordedOnceWhoeverLooks() throws Exception {
    stopServer();
    List<String> reasons = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    reasons.forEach(this::open);
    pass(LASTS);
    int nodes = 4;
    CyclicBarrier together = new CyclicBarrier(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      List<Callable<Integer>> rounds = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        GlassEnds node = node();
        rounds.add(
            () -> {
              int turn = together.await();
              node.record();
              return turn;
            });
      }
      for (Future<Integer> round : threads.invokeAll(rounds)) {
        round.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(reasons(recordedEnds())).containsExactlyInAnyOrderElementsOf(reasons);
    node().record();
    assertThat(recordedEnds()).hasSameSizeAs(reasons);
  }

  @Test
  void whatEndedWhileNoServerRanIsRecordedAtTheNextStart() {
    stopServer();
    open("unconscious");
    pass(Duration.ofHours(3));
    assertThat(recordedEnds()).isEmpty();
    Instant ended = expires();

    startServer();
    await().atMost(Duration.ofSeconds(30)).until(() -> recordedEnds().size() == 1);
    JsonNode end = recordedEnds().get(0);
    assertThat(Instant.parse(end.path("period").path("end").asText()))
        .isEqualTo(Instant.ofEpochMilli(ended.toEpochMilli()));
    assertThat(Instant.parse(end.path("recorded").asText()))
        .as("when it was recorded")
        .isAfter(ended.plus(Duration.ofHours(2)));
  }

  /** Records, and fails then, for whom that text is the reason. */
  private AuditTrail failing(String reason) {
    return (AuditTrail)
        Proxy.newProxyInstance(
            AuditTrail.class.getClassLoader(),
            new Class<?>[] {AuditTrail.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(trail, arguments);
              if (arguments[0] instanceof AuditedEvent event && event.reason().contains(reason)) {
                throw new IllegalStateException("the connection broke");
              }
              return result;
            });
  }

  @Test
  void neitherTheEndNorItsRecordIsThereAlone() {
    stopServer();
    open("unconscious");
    pass(LASTS);
    String first = patient;
    GlassEnds broken = node(failing(mark));
    record();
    consent(DENY_ALL);
    open("bleeding");
    pass(LASTS);
    assertThatThrownBy(broken::record).hasMessage("the connection broke");
    assertThat(recordedEnds()).as("one that cannot be recorded keeps no other from it").hasSize(1);
    patient = first;
    assertThat(recordedEnds()).isEmpty();
    node(trail).record();
    assertThat(recordedEnds()).hasSize(1);
  }

  @Test
  void itEndsWithTheRecordThatItOpened() {
    stopServer();
    String task = open("unconscious");
    String consent = found(officer, "Consent?patient=" + patient).get(0);
    for (String resource : List.of(task, consent, weight, patient)) {
      // By the server itself: to whom the record does not exist, there is nothing to delete.
      IdType id = new IdType(resource);
      daos.getResourceDao(id.getResourceType()).delete(id, new SystemRequestDetails());
    }
    node().record();
    assertThat(recordedEnds()).as("it could be restored").isEmpty();
    daos.getResourceDao("Patient")
        .expunge(
            new IdType(patient),
            new ExpungeOptions().setExpungeDeletedResources(true),
            new SystemRequestDetails());
    node().record();
    assertThat(recordedEnds()).hasSize(1);
    JsonNode period = recordedEnds().get(0).path("period");
    assertThat(
            Duration.between(
                Instant.parse(period.path("start").asText()),
                Instant.parse(period.path("end").asText())))
        .isLessThan(LASTS);
  }

  @Test
  void whatWasOpenedBeforeEndsAreRecordedIsTheServers() {
    stopServer();
    open("unconscious");
    jdbc()
        .update(
            "update andiron.glass_opening set requester = null where patient_id = ?",
            patient.substring("Patient/".length()));
    pass(LASTS);
    node().record();
    assertThat(recordedEnds()).hasSize(1);
    assertThat(recordedEnds().get(0).path("agent").toString()).doesNotContain(TestUsers.EMERGENCY);
  }

  @Test
  void whatIsNotRecordedIsNotForgotten() {
    stopServer();
    open("unconscious");
    pass(Duration.ofDays(2));
    String first = patient;
    record();
    consent(DENY_ALL);
    open("bleeding");
    patient = first;
    node().record();
    assertThat(recordedEnds()).hasSize(1);
  }
}
