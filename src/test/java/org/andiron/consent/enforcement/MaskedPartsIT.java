package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.andiron.audit.capture.Recorded;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parts with labels of their own, withheld from the nurse and shown to the physician. What must not
 * be seen is a word that is nowhere else.
 */
class MaskedPartsIT extends ConsentIT {

  private static final String LABEL =
      "'extension': [{'url': 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/"
          + "extension-inline-sec-label', 'valueCoding':"
          + " {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}}]";

  private static final String PSY =
      "'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code':"
          + " 'PSY'}]";

  private static final String NOT_THE_NURSE =
      "'actor': [{'role': {'text': 'x'}, 'reference': {'reference': 'Practitioner/test-nurse'}}]";

  private static final String JSON_PATCH = "application/json-patch+json";

  private String canary = "";
  private String observation = "";

  @BeforeEach
  void aRecordWithLabelledParts() {
    canary = "c" + mark;
    observation = stored("Observation", labelled("'MARK'"));
    consent("{'type': 'deny', " + NOT_THE_NURSE + ", " + PSY + "}");
  }

  private String labelled(String text) {
    return """
    {'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},
     'text': {'status': 'generated', 'div': '<div xmlns=\\"http://www.w3.org/1999/xhtml\\">CANARY</div>'},
     'category': [{'coding': [{'system':
       'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'laboratory'}]}],
     'code': {'coding': [{'system': 'http://loinc.org', 'code': '29463-7'}], 'text': %s},
     'effectiveDateTime': '2026-01-01',
     'note': [{LABEL, 'text': 'CANARY'}, {'text': 'plain MARK'}],
     'component': [{LABEL, 'code': {'coding': [{'system': 'urn:x', 'code': 'CANARY'}]},
       'valueString': 'CANARY'}]}\
    """
        .formatted(text)
        .replace("LABEL", LABEL)
        .replace("CANARY", canary);
  }

  private void assertMasked(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    assertThat(answer.body()).contains("plain " + mark).doesNotContain(canary);
  }

  private void assertShown(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    assertThat(answer.body()).contains(canary);
  }

  private String id() {
    return observation.substring("Observation/".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OBSERVATION",
        "OBSERVATION?_format=xml",
        "OBSERVATION?_elements=note,text,component",
        "OBSERVATION/_history",
        "OBSERVATION/_history/1",
        "Observation?_id=ID",
        "Observation?_id=ID&_format=xml",
        "Observation?_id=ID&_elements=note,component",
        "PATIENT/Observation",
        "Observation/_history?_count=50",
        "Patient?_id=PID&_revinclude=Observation:subject",
        "PATIENT/$everything",
        "Observation/$lastn?patient=PATIENT"
      })
  void isMaskedOnEachWayToIt(String way) {
    String path =
        way.replace("OBSERVATION", observation)
            .replace("PID", patient.substring("Patient/".length()))
            .replace("PATIENT", patient)
            .replace("ID", id());
    assertMasked(as(nurse).get(path));
    assertShown(as(physician).get(path));
  }

  @Test
  void itSaysThatItIsMaskedAndIsValid() {
    Answer answer = as(nurse).get(observation);
    assertThat(answer.json().at("/meta/security").findValuesAsText("code"))
        .contains("REDACTED", "PROCESSINLINELABEL");
    assertThat(answer.json().at("/note/0/_text/extension/0/valueCode").asText())
        .isEqualTo("masked");
    assertThat(answer.json().at("/component/0/code/extension/0/valueCode").asText())
        .isEqualTo("masked");
    assertThat(answer.json().has("text")).isFalse();
    assertThat(answer.body()).doesNotContain("PSY");

    Answer validated = as(nurse).post("Observation/$validate", answer.body());
    assertThat(validated.status()).as(validated.body()).isEqualTo(200);
    assertThat(validated.body()).doesNotContain("\"error\"");
    assertThat(as(physician).get(observation).body()).doesNotContain("REDACTED");
  }

  @Test
  void isMaskedInThingsMadeOfIt() {
    String query =
        "$graphql?query="
            + URLEncoder.encode(
                "{ObservationList(subject: \""
                    + patient
                    + "\") {status note {text} component {"
                    + "valueString code {coding {code}}}}}",
                StandardCharsets.UTF_8);
    assertMasked(as(nurse).get(query));
    assertShown(as(physician).get(query));

    assertThat(as(nurse).get(patient + "/$summary").body()).contains(id()).doesNotContain(canary);
    assertShown(as(physician).get(patient + "/$summary"));

    Answer changed = as(physician).put(observation, withId(json(labelled("'other'"))));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    Answer again =
        as(physician)
            .put(observation, withId(json(labelled("'other'").replace(canary, canary + "2"))));
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertShown(as(physician).get(observation + "/$diff"));
    Answer difference = as(nurse).get(observation + "/$diff");
    assertThat(difference.status()).as(difference.body()).isEqualTo(200);
    assertThat(difference.body()).doesNotContain(canary);
  }

  @Test
  void isMaskedInADocument() {
    String composition =
        stored(
            "Composition",
            "{'resourceType': 'Composition', 'status': 'final', 'type': {'text': 'x'}, 'subject':"
                + " {'reference': 'PATIENT'}, 'date': '2026-01-01', 'author': [{'display': 'x'}],"
                + " 'title': 'x', 'section': [{'entry': [{'reference': 'OBSERVATION'}]}]}"
                    .replace("OBSERVATION", observation));
    assertMasked(as(nurse).get(composition + "/$document"));
    assertShown(as(physician).get(composition + "/$document"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction"})
  void isMaskedInAnswersOfBundles(String kind) {
    String bundle =
        "{'resourceType': 'Bundle', 'type': '"
            + kind
            + "', 'entry': ["
            + Stream.of(observation, observation + "/_history/1", "Observation?_id=" + id())
                .map(it -> "{'request': {'method': 'GET', 'url': '" + it + "'}}")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow()
            + "]}";
    assertMasked(as(nurse).post("", json(bundle)));
    assertShown(as(physician).post("", json(bundle)));
  }

  /** Of which a part is taken before the answer is whole. */
  @ParameterizedTest
  @CsvSource({
    "batch, text, true",
    "transaction, text, true",
    "batch, data, false",
    "batch, true, false",
    "transaction, false, true"
  })
  void isMaskedInSummariesInBundles(String kind, String summary, boolean narrative) {
    for (String way :
        List.of(observation + "?", observation + "/_history?", "Observation?_id=" + id() + "&")) {
      String bundle =
          json(
              "{'resourceType': 'Bundle', 'type': '%s', 'entry': [{'request': {'method': 'GET', 'url': '%s_summary=%s'}}]}"
                  .formatted(kind, way, summary));
      Answer answer = as(nurse).post("", bundle);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).as(way).contains("PROCESSINLINELABEL").doesNotContain(canary);
      if (narrative) {
        assertShown(as(physician).post("", bundle));
      }
    }
  }

  /** With one of them HAPI does what the other asks for. */
  @Test
  void isMaskedWhereElementsAreChosenByContentInBundles() {
    String bundle =
        json(
            "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'request': {'method': 'GET',"
                + " 'url':"
                + " 'Observation?_id=%s&_content=MARK&_elements=text'}}]}".formatted(id()));
    Answer answer = as(nurse).post("", bundle);
    assertThat(answer.body()).contains("SUBSETTED", observation).doesNotContain(canary);
    assertShown(as(physician).post("", bundle));
  }

  @Test
  void isMaskedInFurtherPages() {
    stored("Observation", labelled("'MARK'"));
    for (Answer page : as(nurse).pages("Observation?_count=1&subject=" + patient)) {
      assertMasked(page);
    }
    assertThat(as(physician).pages("Observation?_count=1&subject=" + patient))
        .hasSize(2)
        .allSatisfy(this::assertShown);
  }

  @Test
  void isMaskedForWhomStoredItAndIsStoredWhole() {
    Answer created =
        as(nurse).post("Observation", json(labelled("'new'")), "Prefer", "return=representation");
    assertMasked(created);
    assertShown(as(physician).get("Observation/" + created.id()));

    Answer transaction =
        as(nurse)
            .post(
                "",
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\":"
                    + " [{\"fullUrl\": \"urn:uuid:8b4d3a0e-7f7e-4bb1-9c1e-d8b0d5c4f1a1\","
                    + " \"resource\": "
                    + json(labelled("'new'"))
                    + ", \"request\": {\"method\": \"POST\", \"url\": \"Observation\"}}]}",
                "Prefer",
                "return=representation");
    assertMasked(transaction);
    String location = transaction.json().at("/entry/0/response/location").asText();
    assertShown(as(physician).get(location.replaceAll(".*/?(Observation/[^/]+)/.*", "$1")));
  }

  @Test
  void isMaskedInVersionsFromBeforeItWasLabelled() {
    String unlabelled =
        labelled("'MARK'").replace(LABEL + ", ", "").replace("'plain MARK'", "'plain MARK 1'");
    String other = stored("Observation", unlabelled);
    assertShown(as(nurse).get(other));
    Answer labelled = as(physician).put(other, withId(other, json(labelled("'MARK'"))));
    assertThat(labelled.status()).as(labelled.body()).isEqualTo(200);
    Answer older = as(nurse).get(other + "/_history/1");
    assertThat(older.status()).isEqualTo(200);
    assertThat(older.body()).doesNotContain(canary);
    assertThat(as(nurse).get(other + "/_history").body()).doesNotContain(canary);
    assertShown(as(physician).get(other + "/_history/1"));
  }

  private String withId(String resource) {
    return withId(observation, resource);
  }

  private static String withId(String path, String resource) {
    return resource.replaceFirst(
        "\\{", "{\"id\": \"" + path.substring(path.indexOf('/') + 1) + "\", ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "component-code=CANARY",
        "combo-code=CANARY",
        "component-value-string:missing=false",
        "_content=CANARY",
        "_text=CANARY",
        "component-code:missing=false"
      })
  void nobodyFindsAnythingByIt(String criteria) {
    String search = "Observation?subject=" + patient + "&" + criteria.replace("CANARY", canary);
    Answer answer = as(nurse).get(search);
    if (answer.status() == 200) {
      assertThat(answer.entries()).isZero();
      assertThat(as(physician).get(search).entries()).isZero();
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }
    assertThat(as(nurse).get("Observation?subject=" + patient + "&code=29463-7").entries())
        .isEqualTo(1);
    assertThat(
            as(nurse)
                .get(
                    "Patient?_id="
                        + patient.substring("Patient/".length())
                        + "&_has:Observation:subject:component-code="
                        + canary)
                .entries())
        .isZero();
  }

  @Test
  void aCopyDoesNotTakeThePlaceOfTheWhole() {
    Answer copy = as(nurse).get(observation);
    assertRefused(as(nurse).put(observation, copy.body()));
    assertRefused(as(nurse).put(observation, withId(json(labelled("'MARK'")))));
    assertRefused(as(nurse).put("Observation?_id=" + id(), copy.body()));
    String transaction =
        "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"resource\": "
            + copy.body()
            + ", \"request\": {\"method\": \"PUT\", \"url\": \""
            + observation
            + "\"}}]}";
    assertRefused(as(nurse).post("", transaction));
    Answer whole = as(physician).get(observation);
    assertShown(whole);
    assertThat(whole.json().at("/meta/versionId").asText()).isEqualTo("1");

    assertThat(as(physician).put(observation, withId(json(labelled("'other'")))).status())
        .isEqualTo(200);
    consent("{'type': 'deny', " + PSY + "}");
    assertMasked(as(backend).get(observation));
    assertThat(as(backend).delete(observation).status()).isBetween(200, 204);
  }

  private void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(403, 422);
    assertThat(answer.body()).doesNotContain(canary);
    if (answer.status() == 422) {
      assertThat(answer.json().findValuesAsText("code")).contains("suppressed");
    }
  }

  @Test
  void aPatchTellsNothingOfIt() {
    List<String> answers =
        Stream.of(canary, "another")
            .map(
                value ->
                    as(nurse)
                        .patch(
                            observation,
                            json(
                                "[{'op': 'test', 'path': '/note/0/text', 'value': 'VALUE'}]"
                                    .replace("VALUE", value)),
                            "Content-Type",
                            JSON_PATCH))
            .map(it -> it.status() + " " + it.diagnostics())
            .distinct()
            .toList();
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).startsWith("422");
    assertThat(
            as(physician)
                .patch(
                    observation,
                    json("[{'op': 'test', 'path': '/note/0/text', 'value': 'CANARY'}]")
                        .replace("CANARY", canary),
                    "Content-Type",
                    JSON_PATCH)
                .status())
        .isEqualTo(200);
  }

  @Test
  void theLabelThatTellsOfThePartsStays() {
    String meta =
        json(
            "{'resourceType': 'Parameters', 'parameter': [{'name': 'meta', 'valueMeta':"
                + " {'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',"
                + " 'code': 'PROCESSINLINELABEL'}]}}]}");
    Answer answer = as(officer).post(observation + "/$meta-delete", meta);
    assertThat(answer.status()).as(answer.body()).isIn(403, 422);
    assertMasked(as(nurse).get(observation));
  }

  @Test
  void isMaskedInFilesOfAnExport() {
    String before =
        BulkExports.ids(new BulkExports(as(backend)).export("$export?_type=Observation"))
            .toString();
    assertThat(before).contains(observation);
    BulkExports exports = new BulkExports(as(backend));
    assertThat(exported(exports)).contains(canary);
    consent("{'type': 'deny', " + PSY + "}");
    assertThat(exported(exports)).contains(id(), "plain " + mark).doesNotContain(canary);
  }

  private static String exported(BulkExports exports) {
    return exports
        .resources(exports.manifest(exports.start("$export?_type=Observation")))
        .toString();
  }

  @Test
  void aContainedResourceWithALabelIsGone() {
    String encounter =
        stored(
            "Encounter",
            ("{'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'AMB'},"
                    + " 'subject': {'reference': 'PATIENT'}, 'contained': [{'resourceType':"
                    + " 'Condition', 'id': 'c', 'meta': {'security': [{'system':"
                    + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}]},"
                    + " 'subject': {'reference': 'PATIENT'}, 'code': {'text': 'CANARY'}}],"
                    + " 'type': [{'text': 'plain MARK'}], 'reasonReference': [{'reference': '#c',"
                    + " 'display': 'CANARY'}]}")
                .replace("CANARY", canary));
    assertMasked(as(nurse).get(encounter));
    assertThat(as(nurse).get(encounter).json().has("contained")).isFalse();
    assertShown(as(physician).get(encounter));
  }

  @Test
  void aReferenceSaysNothingOfAHiddenTarget() {
    String hidden =
        stored(
            "Condition",
            "{'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, 'meta':"
                + " {'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',"
                + " 'code': 'PSY'}]}, 'code': {'text': 'x'}}");
    assertThat(status(nurse, hidden)).isEqualTo(404);
    String encounter =
        stored(
            "Encounter",
            ("{'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'AMB'},"
                    + " 'text': {'status': 'generated', 'div':"
                    + " '<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">CANARY</div>'},"
                    + " 'subject': {'reference': 'PATIENT', 'display': 'plain MARK'},"
                    + " 'diagnosis': [{'condition': {'reference': 'HIDDEN', 'display': 'CANARY',"
                    + " 'identifier': {'value': 'CANARY'}}}]}")
                .replace("CANARY", canary)
                .replace("HIDDEN", hidden));
    for (String path : List.of(encounter, encounter + "/_history", patient + "/$everything")) {
      assertMasked(as(nurse).get(path));
      assertThat(as(nurse).get(path).body()).contains(hidden);
      assertShown(as(physician).get(path));
    }
    String query =
        "$graphql?query="
            + URLEncoder.encode(
                "{Encounter(id: \"ID\") {subject {display} diagnosis {condition {display}}}}"
                    .replace("ID", encounter.substring("Encounter/".length())),
                StandardCharsets.UTF_8);
    assertMasked(as(nurse).get(query));
    assertShown(as(physician).get(query));

    assertThat(
            Stream.of(canary, "x")
                .map(
                    value ->
                        patch(
                                encounter,
                                "[{'op': 'test', 'path': '/diagnosis/0/condition/display',"
                                    + " 'value': 'VALUE'}]".replace("VALUE", value))
                            .status())
                .distinct())
        .hasSize(1);
  }

  @Test
  void isMaskedInNotificationsAndDoesNotDecideAboutThem() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(received);
    try {
      String key = "k" + mark;
      int port = receiver.getAddress().getPort();
      subscribe("/labelled", "Observation?component-code=" + canary, port);
      subscribe("/code", "Observation?code=" + key, port);
      String shown = stored("Observation", labelled("'MARK'").replace("29463-7", key));
      assertThat(received.poll(30, TimeUnit.SECONDS)).startsWith("/code/" + shown).contains(canary);
      consent("{'type': 'deny', " + PSY + "}");
      String masked = stored("Observation", labelled("'MARK'").replace("29463-7", key));
      assertThat(received.poll(30, TimeUnit.SECONDS))
          .startsWith("/code/" + masked)
          .contains("plain " + mark, "REDACTED")
          .doesNotContain(canary);
      String unnamed =
          stored(
              "Observation",
              labelled("'MARK'")
                  .replace("29463-7", key)
                  .replace("'subject': {", "'subject': {" + LABEL + ", "));
      assertThat(received.poll(30, TimeUnit.SECONDS))
          .startsWith("/code/" + unnamed)
          .doesNotContain(patient);
      // Whoever is not told of whom it is: the log is.
      assertThat(Recorded.about(jdbc(), unnamed + "/_history/1").kinds())
          .contains("subscription-delivery " + patient.substring("Patient/".length()));
      assertThat(received).isEmpty();
    } finally {
      receiver.stop(0);
    }
  }

  /** Gives what it receives a path, and answers as a server that takes transactions. */
  private static HttpServer receiver(BlockingQueue<String> received) throws IOException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        "{\"resourceType\": \"Bundle\", \"type\": \"transaction-response\"}"
            .getBytes(StandardCharsets.UTF_8);
    receiver.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestURI().getPath()
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Content-Type", "application/fhir+json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }

  @Test
  void isMaskedInWhatANotificationGathers() throws Exception {
    String hidden = condition(mark, true);
    String encounter =
        encounter("{'reference': 'HIDDEN', 'display': 'CANARY'}".replace("HIDDEN", hidden));
    consent("{'type': 'deny', " + PSY + "}");
    assertThat(status(backend, hidden)).isEqualTo(404);
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(received);
    try {
      subscribe(
          "/gathered",
          "Observation?code=8302-2&patient=" + patient,
          receiver.getAddress().getPort(),
          "'extension': [{'url':"
              + " 'http://hapifhir.io/fhir/StructureDefinition/subscription-payload-search-criteria',"
              + " 'valueString': 'Patient?_id=PID&_revinclude=Observation:subject"
                  .replace("PID", patient.substring("Patient/".length()))
              + "&_revinclude=Encounter:subject&_revinclude=Condition:subject'}], ");
      String matching = observation("8302-2");
      assertThat(received.poll(30, TimeUnit.SECONDS))
          .startsWith("/gathered")
          .contains(matching, observation, encounter, patient, "plain " + mark, "REDACTED")
          .doesNotContain(canary, "\"Condition\"");
      assertThat(received).isEmpty();
    } finally {
      receiver.stop(0);
    }
  }

  private void subscribe(String path, String criteria, int port) {
    subscribe(path, criteria, port, "");
  }

  private void subscribe(String path, String criteria, int port, String more) {
    String subscription =
        stored(
            "Subscription",
            ("{'resourceType': 'Subscription', MORE'status': 'requested', 'reason': 'x', 'criteria':"
                    + " 'CRITERIA', 'channel': {'type': 'rest-hook', 'payload':"
                    + " 'application/fhir+json', 'endpoint': 'http://localhost:PORT'}}")
                .replace("MORE", more)
                .replace("CRITERIA", criteria)
                .replace("PORT", port + path));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(as(backend).get(subscription).json().path("status").asText())
                    .isEqualTo("active"));
  }

  @Test
  void whatAReferenceTellsIsKeptByWhomDoesNotSeeIt() {
    String consent =
        stored(
            "Consent",
            ("{'resourceType': 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT',"
                    + " 'display': 'CANARY'}, 'scope': {'coding': [{'system':"
                    + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code':"
                    + " 'patient-privacy'}]}, 'category': [{'text': 'plain MARK'}], 'policy':"
                    + " [{'uri': 'http://example.org/policy'}], 'provision': {'type': 'deny'}}")
                .replace("CANARY", canary));
    assertThat(status(nurse, patient)).isEqualTo(404);
    Answer copy = as(officer).get(consent);
    assertMasked(copy);
    Answer ended = as(officer).put(consent, copy.body().replace("\"active\"", "\"inactive\""));
    assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    assertShown(as(officer).get(consent));
  }

  /** Of a condition that is withheld from the nurse if it has a label of its own. */
  private String condition(String identifier, boolean sensitive) {
    return stored(
        "Condition",
        "{'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, "
            + (sensitive
                ? "'meta': {'security': [{'system':"
                    + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}]}, "
                : "")
            + "'identifier': [{'system': 'urn:x', 'value': '"
            + identifier
            + "'}], 'code': {'text': 'x'}}");
  }

  /** With references by identifier alone. */
  private String encounter(String... reasons) {
    return stored(
        "Encounter",
        ("{'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'AMB'},"
                + " 'text': {'status': 'generated', 'div':"
                + " '<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">CANARY</div>'},"
                + " 'subject': {'reference': 'PATIENT', 'display': 'plain MARK'},"
                + " 'reasonReference': ["
                + String.join(", ", reasons)
                + "]}")
            .replace("CANARY", canary));
  }

  private static String logical(String more, String identifier, String display) {
    return "{MORE'identifier': {'system': 'urn:x', 'value': 'IDENTIFIER'}, 'display': 'DISPLAY'}"
        .replace("MORE", more)
        .replace("IDENTIFIER", identifier)
        .replace("DISPLAY", display);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'type': 'Condition', ",
        "'type': 'http://hl7.org/fhir/StructureDefinition/Condition', ",
        "'reference': 'http://elsewhere.example/fhir/Condition/1', "
      })
  void aReferenceByIdentifierSaysNothingOfAHiddenTarget(String more) {
    assertThat(status(nurse, condition(canary, true))).isEqualTo(404);
    condition("shown" + mark, false);
    String encounter =
        encounter(
            logical(more, canary, canary),
            logical(more, "shown" + mark, "shown"),
            logical(more, "unknown" + mark, "unknown"));
    String id = encounter.substring("Encounter/".length());
    String bundle =
        json("{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'request': ")
            + json("{'method': 'GET', 'url': 'WAY'}}]}").replace("WAY", encounter);
    for (String path :
        List.of(
            encounter,
            encounter + "/_history",
            encounter + "/_history/1",
            "Encounter?_id=" + id,
            "Encounter?_id=" + id + "&_elements=reasonReference,subject",
            patient + "/Encounter",
            patient + "/$everything")) {
      assertMasked(as(nurse).get(path));
      assertThat(as(nurse).get(path).body()).contains("shown" + mark, "unknown" + mark);
      assertShown(as(physician).get(path));
    }
    assertMasked(as(nurse).post("", bundle));
    assertShown(as(physician).post("", bundle));
    String query =
        "$graphql?query="
            + URLEncoder.encode(
                "{Encounter(id: \"ID\") {subject {display} reasonReference {display"
                        .replace("ID", id)
                    + " identifier {value}}}}",
                StandardCharsets.UTF_8);
    assertMasked(as(nurse).get(query));
    assertShown(as(physician).get(query));

    assertThat(
            Stream.of(canary, "x")
                .map(
                    value ->
                        patch(
                                encounter,
                                "[{'op': 'test', 'path': '/reasonReference/0/display',"
                                    + " 'value': 'VALUE'}]".replace("VALUE", value))
                            .status())
                .distinct())
        .hasSize(1);
  }

  @Test
  void anIdentifierOfSomethingElseTooStays() {
    condition(canary, true);
    assertMasked(as(nurse).get(encounter(logical("", canary, canary))));
    // Of another type, which is what it means unless the reference says which it is.
    stored(
        "Observation",
        ("{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                + " 'PATIENT'}, 'code': {'text': 'x'}, 'identifier': [{'system': 'urn:x',"
                + " 'value': 'CANARY'}]}")
            .replace("CANARY", canary));
    assertShown(as(nurse).get(encounter(logical("", canary, canary))));
    assertMasked(as(nurse).get(encounter(logical("'type': 'Condition', ", canary, canary))));
    condition(canary, false);
    assertShown(as(nurse).get(encounter(logical("'type': 'Condition', ", canary, canary))));
    // The same value of another system is another identifier.
    String other = logical("", "o" + canary, canary).replace("urn:x", "urn:y");
    condition("o" + canary, true);
    assertShown(as(nurse).get(encounter(other)));
  }

  @Test
  void isBlankedInFilesOfAnExport() {
    condition(canary, true);
    String encounter = encounter(logical("", canary, canary));
    consent("{'type': 'deny', " + PSY + "}");
    BulkExports exports = new BulkExports(as(backend));
    String files =
        exports.resources(exports.manifest(exports.start("$export?_type=Encounter"))).toString();
    assertThat(files)
        .contains(encounter.substring("Encounter/".length()), "plain " + mark)
        .doesNotContain(canary);
  }

  @Test
  void aReferenceByIdentifierIsKeptByWhomDoesNotSeeIt() {
    condition(canary + "-1", true);
    condition(canary + "-2", true);
    String encounter =
        encounter(
            logical("'id': 'mine', ", canary + "-1", "first " + canary),
            logical("", "shown" + mark, "shown"),
            logical("", canary + "-2", "second " + canary));

    Answer copy = as(nurse).get(encounter);
    assertMasked(copy);
    Answer validated = as(nurse).post("Encounter/$validate", copy.body());
    assertThat(validated.status()).as(validated.body()).isEqualTo(200);
    assertThat(validated.body()).doesNotContain("\"error\"");
    Answer changed = as(nurse).put(encounter, copy.body().replace("\"finished\"", "\"cancelled\""));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    JsonNode reasons = as(physician).get(encounter).json().path("reasonReference");
    assertThat(reasons.path(0).path("id").asText()).isEqualTo("mine");
    assertThat(reasons.path(0).path("identifier").path("value").asText()).isEqualTo(canary + "-1");
    assertThat(reasons.path(0).path("display").asText()).isEqualTo("first " + canary);
    assertThat(reasons.path(2).path("display").asText()).isEqualTo("second " + canary);
    assertThat(reasons.toString()).doesNotContain("withheld-", "masked");

    // Wherever they stand now.
    ObjectNode other = (ObjectNode) as(nurse).get(encounter).json();
    ArrayNode list = (ArrayNode) other.path("reasonReference");
    JsonNode first = list.remove(0);
    list.add(first);
    list.remove(0);
    Answer moved = as(nurse).put(encounter, other.toString());
    assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    assertThat(
            as(physician).get(encounter).json().path("reasonReference").findValuesAsText("display"))
        .containsExactly("second " + canary, "first " + canary);

    // Of an older version nobody knows what it would be now.
    for (String stale :
        List.of(copy.body(), other.toString().replace("withheld-2-", "withheld-3-9"))) {
      Answer refused = as(nurse).put(encounter, stale);
      assertThat(refused.status()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("conflict").doesNotContain(canary);
    }

    Answer patched =
        patch(encounter, "[{'op': 'replace', 'path': '/status', 'value': 'finished'}]");
    assertThat(patched.status()).as(patched.body()).isEqualTo(200);
    assertThat(
            as(physician).get(encounter).json().path("reasonReference").findValuesAsText("display"))
        .containsExactly("second " + canary, "first " + canary);

    // A copy that is stored as another resource has nothing to give back.
    Answer another =
        as(nurse)
            .post(
                "Encounter",
                as(nurse)
                    .get(encounter)
                    .body()
                    .replace("\"id\":\"" + encounter.substring("Encounter/".length()) + "\",", ""));
    assertThat(another.status()).as(another.body()).isEqualTo(201);
    Answer unchanged =
        as(nurse)
            .put("Encounter/" + another.id(), as(nurse).get("Encounter/" + another.id()).body());
    assertThat(unchanged.status()).as(unchanged.body()).isEqualTo(200);
    assertThat(as(physician).get("Encounter/" + another.id()).body()).doesNotContain(canary);
  }

  private Answer patch(String path, String patch) {
    return as(nurse).patch(path, json(patch), "Content-Type", JSON_PATCH);
  }
}
