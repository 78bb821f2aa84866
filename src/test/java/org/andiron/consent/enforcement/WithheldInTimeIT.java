package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** What is withheld stays so over versions, deletions, pages, notifications and files. */
class WithheldInTimeIT extends ConsentIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private void denyNurse(String more) {
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'Practitioner/test-nurse'}}]"
            + more
            + "}");
  }

  private void denyNurseCode(String code) {
    denyNurse(", 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '" + code + "'}]}]");
  }

  private void denyPhysicianCode(String code) {
    as(backend)
        .put(
            "Practitioner/test-physician",
            "{\"resourceType\": \"Practitioner\", \"id\": \"test-physician\"}");
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
            + " {'reference': 'Practitioner/test-physician'}}], 'code': [{'coding': [{'system':"
            + " 'http://loinc.org', 'code': '"
            + code
            + "'}]}]}");
  }

  private static String unnamed(Answer answer, String path) {
    return answer
        .body()
        .replaceAll("\"id\":\"[0-9a-f]+\",?", "")
        .replace(path.substring(path.indexOf('/') + 1), "ID");
  }

  @Test
  void theDeletedIsUnknownAsWellAndNotGone() {
    String hidden = observation("2339-0");
    String shown = observation("29463-7");
    denyNurseCode("2339-0");
    assertThat(as(backend).delete(hidden).status()).isLessThan(300);
    assertThat(as(backend).delete(shown).status()).isLessThan(300);

    Answer ofHidden = as(nurse).get(hidden);
    String never = "Observation/never-there";
    assertThat(ofHidden.status()).isEqualTo(404);
    assertThat(unnamed(ofHidden, hidden)).isEqualTo(unnamed(as(nurse).get(never), never));
    assertThat(status(nurse, hidden + "/_history")).isEqualTo(404);
    assertThat(status(nurse, shown)).isEqualTo(410);
    assertThat(status(physician, hidden)).isEqualTo(410);
  }

  @Test
  void aVersionThatWasWithheldStaysSo() {
    denyNurseCode("2339-0");
    String changed = observation("2339-0");
    Answer second =
        as(backend)
            .put(
                changed,
                json(
                    "{'resourceType': 'Observation', 'id': '"
                        + changed.substring("Observation/".length())
                        + "', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
                        + " 'code': {'coding': [{'system': 'http://loinc.org', 'code':"
                        + " '29463-7'}]}}"));
    assertThat(second.status()).isEqualTo(200);

    assertThat(status(nurse, changed)).isEqualTo(200);
    assertThat(status(nurse, changed + "/_history/2")).isEqualTo(200);
    assertThat(status(nurse, changed + "/_history/1")).isEqualTo(404);
    Answer history = as(nurse).get(changed + "/_history");
    assertThat(history.entries()).isEqualTo(1);
    assertThat(history.json().path("total").asInt()).isEqualTo(1);
    assertThat(history.body()).doesNotContain("2339-0");
    assertThat(as(physician).get(changed + "/_history").entries()).isEqualTo(2);
  }

  @Test
  void bothPatientsMustPermit() {
    String other = stored("Patient", "{'resourceType': 'Patient'}");
    String shared =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': '"
                + other
                + "'}, 'performer': [{'reference': 'PATIENT'}], 'code': {'text': 'MARK'}}");
    assertThat(status(nurse, shared)).isEqualTo(200);
    denyNurse("");
    assertThat(status(nurse, other)).isEqualTo(200);
    assertThat(status(nurse, shared)).isEqualTo(404);
    assertThat(found(nurse, "Observation?subject=" + other)).isEmpty();
  }

  @Test
  void aLaterPageShowsNoMoreThanExistsThen() {
    for (int i = 0; i < 6; i++) {
      observation(i < 3 ? "29463-7" : "2339-0");
    }
    String search = "Observation?_count=2&_sort=_lastUpdated&subject=" + patient;
    String next = as(nurse).get(search).next().orElseThrow();
    denyNurseCode("2339-0");

    Answer later = as(nurse).get(next);
    assertThat(later.body()).doesNotContain("2339-0");
    assertThat(as(nurse).get(search).json().path("total").asInt()).isEqualTo(3);
  }

  @Test
  void thePagesOfOthersShowNothing() {
    for (int i = 0; i < 4; i++) {
      observation("2339-0");
    }
    denyNurseCode("2339-0");
    String next = as(physician).get("Observation?_count=2&subject=" + patient).next().orElseThrow();

    Answer stolen = as(nurse).get(next);
    assertThat(stolen.status()).isGreaterThanOrEqualTo(400);
    assertThat(stolen.body()).doesNotContain("2339-0");
    assertThat(as(physician).get(next).entries()).isEqualTo(2);
  }

  @Test
  void aFileIsWithheldWithWhatItIsOf() {
    String file =
        stored("Binary", "{'resourceType': 'Binary', 'contentType': 'text/plain', 'data': 'YQ=='}");
    String document =
        stored(
            "DocumentReference",
            "{'resourceType': 'DocumentReference', 'status': 'current', 'subject':"
                + " {'reference': 'PATIENT'}, 'content': [{'attachment': {'url': '"
                + file
                + "'}}]}");
    assertThat(status(nurse, file)).isEqualTo(200);
    denyNurse(
        ", 'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code':"
            + " 'DocumentReference'}]");

    assertThat(status(nurse, document)).isEqualTo(404);
    assertThat(status(nurse, file)).isEqualTo(404);
    assertThat(status(nurse, file + "/_history/1")).isEqualTo(404);
    assertThat(status(physician, file)).isEqualTo(200);

    String body =
        json("{'resourceType': 'Binary', 'id': 'ID', 'contentType': 'text/plain', 'data': 'YQ=='}")
            .replace("ID", file.substring("Binary/".length()));
    assertThat(as(backend).delete(file).status()).isEqualTo(200);
    assertThat(as(backend).put(file, body).status()).isIn(200, 201);
    assertThat(status(nurse, file)).as("stored after what it is of").isEqualTo(404);
    assertThat(status(physician, file)).isEqualTo(200);

    String id = document.substring("DocumentReference/".length());
    Answer without =
        as(backend)
            .put(
                document,
                json("{'resourceType': 'DocumentReference', 'id': 'ID', 'status': 'current',"
                        + " 'subject': {'reference': 'PATIENT'}, 'content': [{'attachment':"
                        + " {'title': 'x'}}]}")
                    .replace("ID", id));
    assertThat(without.status()).as(without.body()).isEqualTo(200);
    assertThat(status(nurse, file)).as("no more part of what it was of").isEqualTo(404);
    assertThat(as(backend).delete(document).status()).isEqualTo(200);
    assertThat(status(nurse, file)).as("what it was of is deleted").isEqualTo(404);
    assertThat(status(physician, file)).isEqualTo(200);
  }

  @Test
  void aFileIsNotWithheldForWantOfARightToWhatItIsOf() {
    String file =
        stored("Binary", "{'resourceType': 'Binary', 'contentType': 'text/plain', 'data': 'YQ=='}");
    stored(
        "DocumentReference",
        "{'resourceType': 'DocumentReference', 'status': 'current', 'subject':"
            + " {'reference': 'PATIENT'}, 'content': [{'attachment': {'url': '"
            + file
            + "'}}]}");
    String filesOnly = token("system/Binary.rs");
    record();
    consent(DENY_ALL);
    assertThat(status(token("system/Patient.rs"), patient)).isEqualTo(404);

    assertThat(status(filesOnly, file)).isEqualTo(200);
    assertThat(status(filesOnly, file + "/_history/1")).isEqualTo(200);
  }

  @Test
  void aDocumentIsMadeOfWhatExists() {
    String hidden = observation("2339-0");
    String shown = observation("29463-7");
    String composition =
        stored(
            "Composition",
            "{'resourceType': 'Composition', 'status': 'final', 'type': {'text': 'x'}, 'subject':"
                + " {'reference': 'PATIENT'}, 'date': '2026-01-01', 'title': 'x', 'author':"
                + " [{'reference': 'Practitioner/test-nurse'}], 'section': [{'title': 'x',"
                + " 'entry': [{'reference': '"
                + hidden
                + "'}, {'reference': '"
                + shown
                + "'}]}]}");
    denyNurseCode("2339-0");

    Answer document = as(nurse).get(composition + "/$document");
    assertThat(document.body()).doesNotContain("2339-0");
    Answer whole = as(physician).get(composition + "/$document");
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body()).contains("2339-0", "29463-7");
  }

  @Test
  void aConditionalDeletionDeletesWhatExists() {
    String hidden = observation("2339-0");
    String shown = observation("29463-7");
    denyPhysicianCode("2339-0");

    Answer deleted = as(physician).delete("Observation?subject=" + patient);
    assertThat(deleted.status()).as(deleted.body()).isLessThan(300);

    assertThat(status(nurse, shown)).isEqualTo(410);
    assertThat(status(nurse, hidden)).isEqualTo(200);
  }

  /** As if a consent came into force after a first statement and before the next. */
  private Answer whileShownIn(String table, Supplier<Answer> asked) {
    List<String> policies = List.of("andiron_withheld", "andiron_withheld_few");
    Map<String, String> conditions = new LinkedHashMap<>();
    jdbc()
        .query(
            "select policyname, qual from pg_policies where tablename = ?",
            row -> {
              if (policies.contains(row.getString(1))) {
                conditions.put(row.getString(1), row.getString(2));
              }
            },
            table);
    assertThat(conditions.keySet()).containsExactlyInAnyOrderElementsOf(policies);
    String alter = "alter policy %s on " + table + " using (%s)";
    conditions.keySet().forEach(it -> jdbc().execute(alter.formatted(it, "true")));
    try {
      return asked.get();
    } finally {
      conditions.forEach((policy, is) -> jdbc().execute(alter.formatted(policy, is)));
    }
  }

  @Test
  void aPatientWithheldWhileLoadedIsNotFound() {
    denyNurse("");
    String summary = patient + "/$summary";
    String never = "Patient/never-there/$summary";

    Answer loaded = whileShownIn("hfj_resource", () -> as(nurse).get(summary));
    assertThat(loaded.status()).as(loaded.body()).isEqualTo(404);
    assertThat(unnamed(loaded, patient))
        .isEqualTo(unnamed(as(nurse).get(never), "Patient/never-there"));
  }

  @Test
  void whatRefersAndIsWithheldMeanwhileIsAConflict() {
    String member =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                + " 'PATIENT'}, 'code': {'text': 'x'}}");
    stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'hasMember': [{'reference': '"
            + member
            + "'}], 'code': {'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}}");
    denyPhysicianCode("2339-0");

    Answer deleted = whileShownIn("hfj_res_link", () -> as(physician).delete(member));
    assertThat(deleted.status()).as(deleted.body()).isEqualTo(409);
    assertThat(deleted.body()).contains("Try again").doesNotContain("ResourceTable");
    assertThat(as(physician).delete(member).status()).isEqualTo(409);
  }

  @Test
  void subscribersAreNotToldOfIt() throws Exception {
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
    try {
      String subscription =
          "Subscription/"
              + as(nurse)
                  .post(
                      "Subscription",
                      json(
                          "{'resourceType': 'Subscription', 'status': 'requested', 'reason': 'x',"
                              + " 'criteria': 'Observation?subject=PATIENT', 'channel': {'type':"
                              + " 'rest-hook', 'payload': 'application/fhir+json', 'endpoint':"
                              + " 'http://localhost:"
                              + receiver.getAddress().getPort()
                              + "/'}}"))
                  .id();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(as(nurse).get(subscription).json().path("status").asText())
                      .isEqualTo("active"));
      observation("29463-7");
      assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("29463-7");

      denyNurseCode("2339-0");
      observation("2339-0");
      observation("8302-2");
      assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("8302-2");
      assertThat(List.copyOf(received)).isEmpty();
      as(nurse).delete(subscription);
    } finally {
      receiver.stop(0);
    }
  }
}
