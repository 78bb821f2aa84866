package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaking the glass: who may see what a patient withholds, and on what record. */
class BreakGlassIT extends ConsentIT {

  private static final String PURPOSE = "X-Purpose-Of-Use";
  private static final String REGISTERED = "\"purpose_of_use_header\": true";

  private static final String PERMIT_TEAM =
      "{'type': 'deny', 'provision': [{'type': 'permit', 'actor': [{'role': {'text': 'IRCP'},"
          + " 'reference': {'reference': '"
          + ConsentServer.EMERGENCY_TEAM
          + "'}}], 'purpose': [{'system':"
          + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'BTG'}]}]}";

  /** The physician of the team, by an app that may say what a request is for. */
  private String team = "";

  /** The same by another app. */
  private String otherApp = "";

  /** A nurse who is not of the team, by an app that may say what a request is for. */
  private String outsider = "";

  private String weight = "";

  @BeforeAll
  void teams() {
    UserTokens users = new UserTokens(this, REGISTERED);
    team = users.of(TestUsers.EMERGENCY, "user/*.cruds");
    otherApp = users.of(TestUsers.EMERGENCY, "user/*.cruds");
    outsider = users.of(TestUsers.NURSE, "user/*.cruds");
    put("Practitioner/test-emergency", "");
    setMembers("{'entity': {'reference': 'Practitioner/test-emergency'}}");
  }

  private void setMembers(String members) {
    put(
        ConsentServer.EMERGENCY_TEAM,
        ", 'type': 'practitioner', 'actual': true, 'member': [" + members + "]");
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

  private static String because(String reason) {
    return "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"reason\","
        + " \"valueString\": \""
        + reason
        + "\"}]}";
  }

  private Answer open(String token, String whose, String purpose) {
    return as(token)
        .post(whose + "/$break-glass", because("unconscious " + mark), PURPOSE, purpose);
  }

  private JsonNode opened(String whose) {
    Answer answer = open(team, whose, "BTG");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String task(JsonNode answer) {
    return answer.path("parameter").path(1).path("valueReference").path("reference").asText();
  }

  private Answer inEmergency(String path) {
    return as(team).get(path, PURPOSE, "BTG");
  }

  private List<String> foundInEmergency(String search) {
    return ids(inEmergency(search));
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().findValues("resource").stream()
        .map(it -> it.path("resourceType").asText() + "/" + it.path("id").asText())
        .toList();
  }

  /** As if that many minutes had gone by. */
  private void pass(Duration time) {
    jdbc()
        .update(
            "update andiron.glass_opening set since = since - make_interval(secs => ?),"
                + " expires = expires - make_interval(secs => ?)",
            time.toSeconds(),
            time.toSeconds());
  }

  private static void assertSuppressed(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    JsonNode issue = answer.json().path("issue").path(0);
    assertThat(issue.path("severity").asText()).isEqualTo("information");
    assertThat(issue.path("code").asText()).isEqualTo("suppressed");
    assertThat(issue.path("diagnostics").asText()).contains("Break-The-Glass", "$break-glass");
  }

  private static String without(Answer answer, String id) {
    return answer.body().replace(id.substring(id.indexOf('/') + 1), "ID");
  }

  /** Nothing but the id tells one from the other. */
  private static void assertAlike(Answer answer, String id, Answer other, String otherId) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(404).isEqualTo(other.status());
    assertThat(without(answer, id)).isEqualTo(without(other, otherId));
  }

  @Test
  void whatYieldsIsShownUntilTheTimeIsOver() {
    assertSuppressed(inEmergency(weight));
    assertThat(foundInEmergency("Observation?subject=" + patient)).isEmpty();

    Instant before = Instant.now();
    JsonNode answer = opened(patient);
    Instant expires = Instant.parse(answer.path("parameter").path(0).path("valueInstant").asText());
    assertThat(expires).isBetween(before.plusSeconds(890), Instant.now().plusSeconds(910));

    assertThat(inEmergency(weight).status()).isEqualTo(200);
    assertThat(inEmergency(weight + "/_history/1").status()).isEqualTo(200);
    assertThat(inEmergency(patient).status()).isEqualTo(200);
    assertThat(foundInEmergency("Observation?subject=" + patient)).containsExactly(weight);
    assertThat(foundInEmergency(patient + "/$everything")).contains(weight, patient);
    assertThat(as(team).get(weight, PURPOSE, "ETREAT").status()).isEqualTo(200);

    pass(Duration.ofMinutes(14));
    assertThat(inEmergency(weight).status()).isEqualTo(200);
    pass(Duration.ofMinutes(1));
    assertSuppressed(inEmergency(weight));
    assertThat(foundInEmergency("Observation?subject=" + patient)).isEmpty();
  }

  @Test
  void notForAnotherPurpose() {
    opened(patient);
    assertSuppressed(as(team).get(weight));
    assertSuppressed(as(team).get(weight, PURPOSE, "TREAT"));
    assertThat(found(team, "Observation?subject=" + patient)).isEmpty();
  }

  @Test
  void notByAnotherAppNorForAnotherUser() {
    opened(patient);
    assertSuppressed(as(otherApp).get(weight, PURPOSE, "BTG"));
    assertThat(as(outsider).get(weight, PURPOSE, "BTG").status()).isEqualTo(404);
    assertThat(status(nurse, weight)).isEqualTo(404);
    assertThat(status(backend, weight)).isEqualTo(404);
  }

  @Test
  void notOfAnotherPatientAndOfTwoOnlyWithBoth() {
    String first = patient;
    record();
    String second = patient;
    String ofBoth =
        storedInEmergency(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': '"
                + first
                + "'}, 'performer': [{'reference': 'PATIENT'}], 'code': {'text': 'MARK'}}",
            first);
    recordOfSomebodyWhoDenies();

    opened(first);
    assertThat(inEmergency(first).status()).isEqualTo(200);
    assertSuppressed(inEmergency(second));
    assertSuppressed(inEmergency(weight));
    assertSuppressed(inEmergency(ofBoth));

    opened(second);
    assertThat(inEmergency(ofBoth).status()).isEqualTo(200);
    assertThat(foundInEmergency("Observation?subject=" + first)).contains(ofBoth);
  }

  /** Stores before anybody denies that. */
  private String storedInEmergency(String type, String resource, String whoDenies) {
    opened(whoDenies);
    Answer answer = as(team).post(type, json(resource), PURPOSE, "BTG");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    pass(Duration.ofMinutes(15));
    return type + "/" + answer.id();
  }

  @Test
  void whatIsWrittenMeanwhileIsStored() {
    String observation =
        json(
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                + " 'PATIENT'}, 'code': {'text': 'MARK'}}");
    assertThat(as(team).post("Observation", observation, PURPOSE, "BTG").status()).isEqualTo(400);
    opened(patient);
    Answer stored = as(team).post("Observation", observation, PURPOSE, "BTG");
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    Answer corrected =
        as(team)
            .put(
                "Observation/" + stored.id(),
                stored.body().replace("\"final\"", "\"amended\""),
                PURPOSE,
                "BTG");
    assertThat(corrected.status()).as(corrected.body()).isEqualTo(200);
  }

  @Test
  void forEverybodyElseThereIsNoSuchOperation() {
    for (String token : List.of(outsider, backend)) {
      String purpose = token.equals(backend) ? "" : "BTG";
      String[] headers =
          purpose.isEmpty()
              ? new String[] {"X-Request-Id", "same"}
              : new String[] {PURPOSE, purpose, "X-Request-Id", "same"};
      Answer denied = as(token).post(patient + "/$break-glass", because("x"), headers);
      Answer absent = as(token).post("Patient/absent/$break-glass", because("x"), headers);
      Answer withoutReason =
          as(token).post(patient + "/$break-glass", "{\"resourceType\": \"Parameters\"}", headers);
      assertAlike(denied, patient, absent, "Patient/absent");
      assertAlike(withoutReason, patient, absent, "Patient/absent");
    }
    Answer hidden = as(outsider).get(weight, PURPOSE, "BTG", "X-Request-Id", "same");
    Answer absent = as(outsider).get("Observation/absent", PURPOSE, "BTG", "X-Request-Id", "same");
    assertAlike(hidden, weight, absent, "Observation/absent");
  }

  @Test
  void aClientThatActsForItselfNeverBreaksIt() {
    SigningClient client = SigningClient.rsa("emergency-" + mark);
    register(client.registration("\"scope\": \"system/*.cruds\", " + REGISTERED));
    String system = askForToken(client, "system/*.cruds").json().path("access_token").asText();
    assertThat(open(system, patient, "BTG").status()).isEqualTo(404);
    assertThat(as(system).get(weight, PURPOSE, "BTG").status()).isEqualTo(404);
  }

  @Test
  void notWhatTheLawForbidsEvenThen() {
    put(ConsentServer.SEALED, "");
    String absent = "Patient/absent";
    String[] headers = {PURPOSE, "BTG", "X-Request-Id", "same"};
    assertAlike(
        as(team).get(ConsentServer.SEALED, headers),
        ConsentServer.SEALED,
        as(team).get(absent, headers),
        absent);
    assertAlike(
        as(team).post(ConsentServer.SEALED + "/$break-glass", because("x"), headers),
        ConsentServer.SEALED,
        as(team).post(absent + "/$break-glass", because("x"), headers),
        absent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\": \"Parameters\"}",
        "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"reason\", \"valueString\":"
            + " \" \\t \"}]}"
      })
  void aReasonIsNeeded(String parameters) {
    Answer answer = as(team).post(patient + "/$break-glass", parameters, PURPOSE, "BTG");
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.diagnostics()).contains("reason");
    assertSuppressed(inEmergency(weight));
  }

  @Test
  void aReasonIsTextOfTheBody() {
    Answer tooLong =
        as(team).post(patient + "/$break-glass", because("x".repeat(1001)), PURPOSE, "BTG");
    assertThat(tooLong.status()).as(tooLong.body()).isEqualTo(400);
    Answer inTheUrl =
        as(team).post(patient + "/$break-glass?reason=x", because("x"), PURPOSE, "BTG");
    assertThat(inTheUrl.status()).as(inTheUrl.body()).isEqualTo(400);
    assertThat(as(team).get(patient + "/$break-glass?reason=x", PURPOSE, "BTG").status())
        .isEqualTo(405);
    assertSuppressed(inEmergency(weight));
  }

  @Test
  void thePurposeMustBeThatOfAnEmergency() {
    for (String purpose : List.of("TREAT", "HRESCH", "ERTREAT")) {
      Answer answer = open(team, patient, purpose);
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.diagnostics()).contains("BTG", "ETREAT", PURPOSE);
    }
    assertThat(as(team).post(patient + "/$break-glass", because("x")).status()).isEqualTo(403);
    assertSuppressed(inEmergency(weight));
  }

  @Test
  void onlyARegisteredAppSaysWhatARequestIsFor() {
    Answer refused = as(nurse).get(patient, PURPOSE, "BTG");
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.diagnostics()).contains("purpose_of_use_header");
    assertThat(as(backend).get(patient, PURPOSE, "TREAT").status()).isEqualTo(403);
    String unregistered = new UserTokens(this).of(TestUsers.EMERGENCY, "user/*.cruds");
    assertThat(open(unregistered, patient, "BTG").status()).isEqualTo(403);
    for (String malformed : List.of("NONSENSE", "B T G", "BTG,TREAT", "|BTG")) {
      assertThat(as(team).get(patient, PURPOSE, malformed).status()).as(malformed).isEqualTo(400);
    }
    assertThat(as(team).get(patient, PURPOSE, "BTG", PURPOSE, "TREAT").status()).isEqualTo(400);
  }

  @Test
  void aTokenMaySayItAndNoHeaderSaysOtherwise() {
    String ofPurpose =
        new UserTokens(this, REGISTERED, "\"purpose_of_use\": [\"BTG\"]")
            .of(TestUsers.EMERGENCY, "user/*.cruds");
    Answer answer = as(ofPurpose).post(patient + "/$break-glass", because("unconscious"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(status(ofPurpose, weight)).isEqualTo(200);
    Answer contradicting = as(ofPurpose).get(weight, PURPOSE, "ETREAT");
    assertThat(contradicting.status()).as(contradicting.body()).isEqualTo(403);
  }

  @Test
  void whoLeavesTheTeamSeesNothingAnyMore() {
    opened(patient);
    assertThat(inEmergency(weight).status()).isEqualTo(200);
    try {
      setMembers("{'entity': {'reference': 'Practitioner/test-emergency'}, 'inactive': true}");
      assertThat(inEmergency(weight).status()).isEqualTo(404);
      assertThat(open(team, patient, "BTG").status()).isEqualTo(404);
    } finally {
      setMembers("{'entity': {'reference': 'Practitioner/test-emergency'}}");
    }
    assertThat(inEmergency(weight).status()).isEqualTo(200);
  }

  @Test
  void notByGraphQlAloneNorInABatch() {
    opened(patient);
    String query =
        "$graphql?query="
            + URLEncoder.encode(
                "{ObservationList(subject: \"" + patient + "\") {id}}", StandardCharsets.UTF_8);
    String id = weight.substring("Observation/".length());
    assertRefusedInEmergency(inEmergency(query), "$graphql");
    Answer batch =
        as(team)
            .post(
                "",
                """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "%s"}},
                  {"request": {"method": "GET", "url": "%s"}},
                  {"request": {"method": "GET", "url": "%s"}}]}
                """
                    .formatted(weight, query, query.replace("$", "%24")),
                PURPOSE,
                "BTG");
    JsonNode entries = batch.json().path("entry");
    assertThat(entries.path(0).path("resource").path("id").asText()).as(batch.body()).isEqualTo(id);
    for (int i : new int[] {1, 2}) {
      assertThat(entries.path(i).path("response").path("status").asText())
          .as(batch.body())
          .startsWith("403");
      assertThat(entries.path(i).toString()).doesNotContain(id);
    }
  }

  @Test
  void notByAnExport() {
    opened(patient);
    assertRefusedInEmergency(inBackground("$export"), "$export");
  }

  /** Nobody would be told whose record was looked at. */
  @Test
  void whatIsAnsweredLaterIsRefusedAlsoWherePatientsPermitIt() {
    record();
    consent(PERMIT_TEAM);
    assertRefusedInEmergency(inBackground("$export"), "$export");
    assertRefusedInEmergency(inEmergency("$graphql?query=%7BPatientList%7Bid%7D%7D"), "$graphql");
  }

  /** A score that is not stored is of no resource. */
  @Test
  void aScoreIsRecordedLikeWhatItIsComputedOf() {
    record();
    consent(PERMIT_TEAM);
    Answer score = inEmergency(patient + "/$risk-score?model=cha2ds2-vasc");

    assertThat(score.status()).as(score.body()).isEqualTo(200);
    assertThat(alerts(officer, patient)).hasSize(1);
  }

  private Answer inBackground(String operation) {
    return as(team).get(patient + "/" + operation, PURPOSE, "BTG", "Prefer", "respond-async");
  }

  private static void assertRefusedInEmergency(Answer answer, String operation) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.json().at("/issue/0/diagnostics").asText())
        .contains("emergency", operation, "without such a purpose");
  }

  @Test
  void notBySubscriptions() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    String code = "s" + mark;
    try {
      Answer subscribed =
          as(team)
              .post(
                  "Subscription",
                  """
                  {"resourceType": "Subscription", "status": "requested", "reason": "test",
                   "criteria": "Observation?code=%s", "channel": {"type": "rest-hook",
                    "payload": "application/fhir+json", "endpoint": "http://localhost:%d/"}}
                  """
                      .formatted(code, receiver.getAddress().getPort()),
                  PURPOSE,
                  "BTG");
      assertThat(subscribed.status()).as(subscribed.body()).isEqualTo(201);
      String subscription = "Subscription/" + subscribed.id();
      await()
          .untilAsserted(
              () -> assertThat(as(team).get(subscription).body()).contains("\"active\""));
      storeInEmergency(code);
      String hidden = patient;
      record();
      String shown = observation(code);
      assertThat(received.poll(30, TimeUnit.SECONDS))
          .contains(shown.substring("Observation/".length()))
          .doesNotContain(hidden);
      as(team).delete(subscription);
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void pagesDoNotOutliveIt() {
    storeInEmergency("8302-2");
    storeInEmergency("8310-5");
    opened(patient);
    Answer page = inEmergency("Observation?_count=1&subject=" + patient);
    assertThat(ids(page)).hasSize(1);
    String next = "";
    for (JsonNode link : page.json().path("link")) {
      next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
    }
    assertThat(next).isNotEmpty();
    String path = next.substring(next.indexOf('?'));
    assertThat(ids(inEmergency(path))).hasSize(1);
    pass(Duration.ofMinutes(15));
    assertThat(inEmergency(path).json().findValues("resource")).isEmpty();
    assertThat(as(nurse).get(path).json().findValues("resource")).isEmpty();
  }

  private void storeInEmergency(String code) {
    opened(patient);
    Answer answer =
        as(team)
            .post(
                "Observation",
                json(
                    "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                        + " 'PATIENT'}, 'code': {'coding': [{'system': 'http://loinc.org', 'code':"
                        + " '"
                        + code
                        + "'}]}}"),
                PURPOSE,
                "BTG");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private List<JsonNode> alerts(String token, String whose) {
    return as(token)
        .get("AuditEvent?patient=" + whose + "&subtype=110127&_sort=date&_count=100")
        .json()
        .findValues("resource");
  }

  @Test
  void eachOpeningAndUseIsOnTheRecordAndAReviewIsAskedFor() {
    String task = task(opened(patient));
    assertThat(task(opened(patient))).as("the same sent again").isEqualTo(task);
    inEmergency(weight);

    List<JsonNode> alerts = alerts(officer, patient);
    assertThat(alerts).hasSize(2);
    JsonNode opening = alerts.get(0);
    assertThat(opening.path("type").path("code").asText()).isEqualTo("110113");
    assertThat(opening.path("subtype").path(0).path("code").asText()).isEqualTo("110127");
    assertThat(opening.path("meta").path("tag").toString()).contains("break-glass-start");
    assertThat(opening.path("action").asText()).isEqualTo("E");
    assertThat(opening.path("outcome").asText()).isEqualTo("0");
    assertThat(opening.path("purposeOfEvent").toString()).contains("BTG");
    JsonNode user = agent(opening, TestUsers.EMERGENCY);
    assertThat(user.path("who").path("reference").asText())
        .isEqualTo("Practitioner/test-emergency");
    assertThat(user.path("who").path("identifier").path("system").asText()).isEqualTo(rootUrl());
    assertThat(user.path("role").toString()).contains("physician");
    assertThat(user.path("requestor").asBoolean()).isTrue();
    assertThat(opening.path("agent").toString()).contains("\"app-");
    assertThat(opening.path("entity").toString()).contains(patient, "unconscious " + mark);

    JsonNode use = alerts.get(1);
    assertThat(use.path("meta").path("tag").toString()).contains("break-glass-use");
    assertThat(use.path("entity").toString()).contains("Observation", "unconscious " + mark);

    JsonNode review = as(officer).get(task).json();
    assertThat(review.path("status").asText()).isEqualTo("requested");
    assertThat(review.path("intent").asText()).isEqualTo("order");
    assertThat(review.path("for").path("reference").asText()).isEqualTo(patient);
    assertThat(review.path("focus").path("reference").asText()).isEqualTo(patient);
    assertThat(review.path("requester").path("reference").asText())
        .isEqualTo("Practitioner/test-emergency");
    assertThat(review.path("reasonReference").path("reference").asText())
        .isEqualTo("AuditEvent/" + opening.path("id").asText());
    assertThat(review.toString()).doesNotContain("unconscious");
    assertThat(found(officer, "Task?status=requested&code=110127&subject=" + patient))
        .containsExactly(task);
    Answer reviewed =
        as(officer).put(task, review.toString().replace("\"requested\"", "\"completed\""));
    assertThat(reviewed.status()).as(reviewed.body()).isEqualTo(200);

    assertThat(status(nurse, task)).isEqualTo(404);
    assertThat(status(physician, task)).isEqualTo(404);
    assertThat(alerts(backend, patient)).isEmpty();
  }

  /** The agent of an AuditEvent that is the user of a name. */
  private static JsonNode agent(JsonNode event, String user) {
    for (JsonNode agent : event.path("agent")) {
      if (agent.path("who").path("identifier").path("value").asText().equals(user)) {
        return agent;
      }
    }
    throw new AssertionError(user + " is no agent of " + event);
  }

  @Test
  void anotherReasonBeginsAnew() {
    String task = task(opened(patient));
    Answer again =
        as(team).post(patient + "/$break-glass", because("still unconscious"), PURPOSE, "BTG");
    assertThat(task(again.json())).isNotEqualTo(task);
    assertThat(alerts(officer, patient)).hasSize(2);
  }

  @Test
  void thePatientReadsWhoAndWhy() {
    put("Patient/test-patient", "");
    patient = "Patient/test-patient";
    String consent = consent(DENY_ALL);
    try {
      opened(patient);
      inEmergency(patient);
      String self = new UserTokens(this).of(TestUsers.PATIENT, "patient/*.rs", "test-patient");
      assertThat(alerts(self, patient).toString())
          .contains("Test Emergency", "unconscious " + mark, "BTG");
      assertThat(alerts(self, patient).size()).isGreaterThanOrEqualTo(2);
    } finally {
      as(officer).delete(consent);
    }
  }

  @Test
  void whatCannotBeRecordedIsNotOpened() {
    jdbc()
        .update(
            "alter table andiron.glass_opening add constraint refused check (reason not like '%"
                + mark
                + "')");
    try {
      assertThat(open(team, patient, "BTG").status()).isEqualTo(409);
    } finally {
      jdbc().update("alter table andiron.glass_opening drop constraint refused");
    }
    assertThat(alerts(officer, patient)).isEmpty();
    assertThat(found(officer, "Task?subject=" + patient)).isEmpty();
    assertSuppressed(inEmergency(weight));
  }

  /** The consents of IHE's Privacy Consent on FHIR that name breaking the glass. */
  @Test
  void aConsentMayPermitItToTheTeamByItself() {
    record();
    String any = observation("29463-7");
    consent(PERMIT_TEAM);
    assertThat(inEmergency(any).status()).isEqualTo(200);
    List<JsonNode> alerts = alerts(officer, patient);
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).path("meta").path("tag").toString()).contains("break-glass-use");
    assertThat(alerts.get(0).toString()).contains(patient).doesNotContain("\"reason\"");
    assertThat(foundInEmergency("Observation?subject=" + patient)).containsExactly(any);
    assertThat(alerts(officer, patient)).hasSize(2);
    assertThat(foundInEmergency("Observation?code=absent&subject=" + patient)).isEmpty();
    assertThat(alerts(officer, patient)).hasSize(2);
    assertSuppressed(as(team).get(any));
    assertThat(as(outsider).get(any, PURPOSE, "BTG").status()).isEqualTo(404);
    assertThat(as(outsider).get(any).status()).isEqualTo(404);
  }

  @Test
  void nobodyBecomesAMemberByThemselves() {
    String group = ConsentServer.EMERGENCY_TEAM;
    Answer before = as(backend).get(group);
    String joined =
        before
            .body()
            .replace(
                "\"member\":[",
                "\"member\":[{\"entity\":{\"reference\":\"Practitioner/test-nurse\"}},");
    assertThat(joined).isNotEqualTo(before.body());
    String entry =
        "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"resource\": "
            + joined
            + ", \"request\": {\"method\": \"PUT\", \"url\": \""
            + group
            + "\"}}]}";
    for (String token : List.of(nurse, physician)) {
      assertKept(as(token).put(group, joined));
      assertKept(as(token).post("", entry));
      assertKept(
          as(token)
              .send(
                  "PATCH",
                  group,
                  "[{\"op\": \"remove\", \"path\": \"/member/0\"}]",
                  "Content-Type",
                  "application/json-patch+json"));
    }
    assertKept(as(physician).delete(group));
    assertThat(as(backend).get(group).body()).isEqualTo(before.body());
    assertThat(
            as(nurse)
                .post("Group", json("{'resourceType': 'Group', 'type': 'person', 'actual': true}"))
                .status())
        .isEqualTo(201);
  }

  /** Whoever may write groups could join one that is a member of the team. */
  @Test
  void membersOfAGroupOfTheTeamAreNotOfTheTeam() {
    try {
      put(
          "Group/some-team",
          ", 'type': 'practitioner', 'actual': true, 'member': [{'entity': {'reference':"
              + " 'Practitioner/test-emergency'}}]");
      setMembers("{'entity': {'reference': 'Group/some-team'}}");
      assertThat(open(team, patient, "BTG").status()).isEqualTo(404);
    } finally {
      setMembers("{'entity': {'reference': 'Practitioner/test-emergency'}}");
    }
    opened(patient);
  }

  private static void assertKept(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("\"forbidden\"", "says who may break the glass");
  }

  @Test
  void countsAreRecordedLikeSearches() {
    record();
    observation("29463-7");
    observation("8302-2");
    consent(PERMIT_TEAM);
    String search = "Observation?subject=" + patient;
    int recorded = 0;
    for (String count : List.of("&_summary=count", "&_count=0", "&_summary=count&_total=none")) {
      assertCounted(inEmergency(search + count), 2);
      assertThat(alerts(officer, patient)).as(count).hasSize(++recorded);
    }
    JsonNode alert = alerts(officer, patient).get(0);
    assertThat(alert.path("meta").path("tag").toString()).contains("break-glass-use");
    assertThat(alert.toString()).contains(patient).doesNotContain("\"reason\"");

    Answer batch =
        as(team)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'request': {'method':"
                        + " 'GET', 'url': 'Observation?subject=PATIENT&_summary=count'}},"
                        + " {'request': {'method': 'GET', 'url':"
                        + " 'Condition?subject=PATIENT&_summary=count'}}]}"),
                PURPOSE,
                "BTG");
    assertThat(batch.json().at("/entry/0/resource/total").asInt()).as(batch.body()).isEqualTo(2);
    assertThat(alerts(officer, patient)).hasSize(++recorded);
    assertCounted(inEmergency("?_type=Observation,Patient&_id=absent&_summary=count"), 0);
    assertCounted(inEmergency(search + "&code=absent&_summary=count"), 0);
    assertCounted(as(outsider).get(search + "&_summary=count", PURPOSE, "BTG"), 0);
    assertCounted(as(team).get(search + "&_summary=count"), 0);
    assertThat(alerts(officer, patient)).hasSize(recorded);
  }

  @Test
  void aCountBehindBrokenGlassIsRecordedOnce() {
    opened(patient);
    assertCounted(inEmergency("Observation?subject=" + patient + "&_summary=count"), 1);
    assertThat(alerts(officer, patient)).hasSize(2);
  }

  private static void assertCounted(Answer answer, int total) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("total").asInt(-1)).as(answer.body()).isEqualTo(total);
  }

  @Test
  void aConsentMayPermitTheTeamWhatIsRestrictedByItself() {
    record();
    String normal = observation("29463-7");
    String restricted =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'meta': {'security': [{'system':"
                + " 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'R'}]},"
                + " 'subject': {'reference': 'PATIENT'}, 'code': {'text': 'MARK'}}");
    consent(
        "{'type': 'permit', 'securityLabel': [LEVEL'N'}], 'purpose': [PURPOSE'TREAT'}],"
            .concat(
                " 'provision': [{'type': 'permit', 'actor': [{'role': {'text': 'IRCP'},"
                    + " 'reference': {'reference': 'TEAM'}}], 'securityLabel': [LEVEL'R'}],"
                    + " 'purpose': [PURPOSE'BTG'}]}]}")
            .replace("TEAM", ConsentServer.EMERGENCY_TEAM)
            .replace(
                "LEVEL",
                "{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': ")
            .replace(
                "PURPOSE",
                "{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': "));
    assertThat(status(nurse, normal)).isEqualTo(200);
    assertThat(status(nurse, restricted)).isEqualTo(404);
    assertThat(inEmergency(restricted).status()).isEqualTo(200);
  }
}
