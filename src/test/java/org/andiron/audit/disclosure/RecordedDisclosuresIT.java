package org.andiron.audit.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.andiron.audit.capture.Recorded;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.UnrecordableEvents;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the server in the background is recorded before it does, in the starter's name. */
class RecordedDisclosuresIT extends SmartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String ann = "dis-ann-" + key;
  private final String bob = "dis-bob-" + key;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private HttpServer other;
  private FhirHttp backend;
  private volatile String served = "";

  @BeforeEach
  void begin() throws Exception {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestURI().getPath()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = served.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+ndjson");
          exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    other.start();
    backend = http(token("system/*.cruds"));
    for (String patient : List.of(ann, bob)) {
      put("Patient/" + patient, "\"active\":true");
      put("Observation/o-" + patient, observation(patient));
    }
    put(
        "Group/" + key,
        "\"type\":\"person\",\"actual\":true,\"member\":["
            + "{\"entity\":{\"reference\":\"Patient/%s\"}},{\"entity\":{\"reference\":\"Patient/%s\"}}]"
                .formatted(ann, bob));
  }

  @AfterEach
  void stop() {
    other.stop(0);
  }

  private static String observation(String patient) {
    return "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}"
        .formatted(patient);
  }

  private void put(String path, String elements) {
    String[] parts = path.split("/", 2);
    Answer answer =
        backend.put(
            path,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(parts[0], parts[1], elements));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private String url(String path) {
    return "http://localhost:" + other.getAddress().getPort() + path;
  }

  private static List<String> names(AuditEvent event) {
    return event.getAgent().stream()
        .map(it -> it.getWho().getIdentifier().getValue() + it.getWho().getDisplay())
        .toList();
  }

  private static String job(String status) {
    return status.replaceFirst(".*_jobId=", "");
  }

  @Test
  void exports() {
    BulkExports exports = new BulkExports(backend);
    String status = exports.start("Group/" + key + "/$export?_type=Observation,Patient");
    JsonNode manifest = exports.manifest(status);
    Recorded content = Recorded.about(jdbc(), job(status) + "/");
    assertThat(content.kinds())
        .containsExactlyInAnyOrder(
            "export-content " + ann,
            "export-content " + bob,
            "export-content " + ann,
            "export-content " + bob);
    assertThat(content.all())
        .allSatisfy(
            it -> {
              assertThat(names(it)).anySatisfy(name -> assertThat(name).contains("test-backend"));
              assertThat(it.getMeta().getProfile())
                  .anySatisfy(
                      profile ->
                          assertThat(profile.getValue()).endsWith("PrivacyDisclosure.Source"));
            });
    String file = manifest.path("output").get(0).path("url").asText();
    assertThat(content.all()).anySatisfy(it -> assertThat(file).contains(fileOf(it)));
    String request = UUID.randomUUID().toString();
    assertThat(backend.get(file, "X-Request-Id", request).status()).isEqualTo(200);
    assertThat(Recorded.of(jdbc(), request).kinds()).containsExactly("export-download");

    String deletion = UUID.randomUUID().toString();
    assertThat(backend.delete(status, "X-Request-Id", deletion).status()).isEqualTo(202);
    assertThat(Recorded.of(jdbc(), deletion).kinds()).containsExactly("export-delete");
  }

  /** The Consent that an event names, or the policy. */
  private static String ground(AuditEvent event) {
    List<String> grounds =
        event.getEntity().stream()
            .filter(it -> it.getDetail().stream().anyMatch(o -> o.getType().equals("decision")))
            .map(
                it ->
                    it.getWhat().hasReference()
                        ? it.getWhat().getReference()
                        : it.getDetail().stream()
                            .filter(o -> o.getType().equals("policy"))
                            .map(o -> o.getValue().primitiveValue())
                            .findFirst()
                            .orElseThrow())
            .toList();
    assertThat(grounds).hasSize(1);
    return grounds.get(0);
  }

  /** Under what it leaves: the patient's Consent, or the organization's policy. */
  @Test
  void whatLeavesSaysUnderWhichConsent() throws Exception {
    put(
        "Consent/c-" + key,
        """
        "status":"active","patient":{"reference":"Patient/%s"},
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",
           "code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "policy":[{"uri":"http://example.org/policy"}],"provision":{"type":"permit"}\
        """
            .formatted(ann));
    String subscription = subscribe("Observation?patient=Patient/" + ann);
    try {
      BulkExports exports = new BulkExports(backend);
      String status = exports.start("Group/" + key + "/$export?_type=Observation");
      exports.manifest(status);
      List<AuditEvent> exported = Recorded.about(jdbc(), job(status) + "/").all();
      assertThat(exported).hasSize(2);
      assertThat(exported)
          .allSatisfy(
              it ->
                  assertThat(ground(it))
                      .isEqualTo(
                          Recorded.patient(it).equals(ann)
                              ? "Consent/c-" + key + "/_history/1"
                              : "https://profiles.ihe.net/ITI/PCF/Policy-all-normal"));
      put("Observation/told-" + key, observation(ann));
      assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("told-" + key);
      assertThat(Recorded.about(jdbc(), "Subscription/" + subscription).all())
          .filteredOn(it -> Recorded.kind(it).equals("subscription-delivery"))
          .singleElement()
          .satisfies(it -> assertThat(ground(it)).isEqualTo("Consent/c-" + key + "/_history/1"));
    } finally {
      backend.delete("Subscription/" + subscription);
      backend.delete("Consent/c-" + key);
    }
  }

  @Test
  void exportsOfWhatIsInNoCompartment() {
    put(
        "Task/t-" + key,
        "\"status\":\"requested\",\"intent\":\"order\",\"for\":{\"reference\":\"Patient/%s\"}"
            .formatted(ann));
    BulkExports exports = new BulkExports(backend);
    String status = exports.start("$export?_type=Task");
    assertThat(BulkExports.ids(exports.resources(exports.manifest(status))))
        .contains("Task/t-" + key);
    assertThat(Recorded.about(jdbc(), job(status) + "/").kinds()).contains("export-content " + ann);
  }

  private static String fileOf(AuditEvent event) {
    return event.getEntity().stream()
        .map(it -> it.getWhat().getIdentifier().getValue())
        .filter(it -> it != null && it.contains("/"))
        .map(it -> it.replaceFirst(".*/", ""))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anExportThatIsNotRecordedHasNoFiles() throws Exception {
    BulkExports exports = new BulkExports(backend);
    UnrecordableEvents.during(
        jdbc(),
        "export-content",
        () -> {
          String status = exports.start("Group/" + key + "/$export?_type=Patient");
          await()
              .atMost(Duration.ofSeconds(120))
              .untilAsserted(
                  () -> assertThat(backend.get(status).status()).isGreaterThanOrEqualTo(500));
          assertThat(backend.get(status).body()).doesNotContain("output");
        });
  }

  @Test
  void imports() {
    served =
        "{\"resourceType\":\"Observation\",\"id\":\"imported-%s\",%s}\n"
            .formatted(key, observation(ann));
    Answer begun =
        backend.post(
            "$import",
            """
            {"resourceType":"Parameters","parameter":[
              {"name":"inputFormat","valueCode":"application/fhir+ndjson"},
              {"name":"input","part":[{"name":"type","valueCode":"Observation"},
                {"name":"url","valueUri":"%s"}]}]}
            """
                .formatted(url("/import")),
            "Prefer",
            "respond-async");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Recorded.about(jdbc(), "Observation/imported-" + key + "/_history/1")
                            .kinds())
                    .containsExactly("import " + ann));
    assertThat(names(Recorded.about(jdbc(), "Observation/imported-" + key + "/_history/1").only()))
        .anySatisfy(it -> assertThat(it).contains("test-backend"));
  }

  private String subscribe(String criteria) {
    Answer answer =
        backend.post(
            "Subscription",
            """
            {"resourceType": "Subscription", "status": "requested", "reason": "test",
             "criteria": "%s", "channel": {"type": "rest-hook", "payload": "application/fhir+json",
             "endpoint": "%s", "header": ["X-Secret: s3-%s"]}}\
            """
                .formatted(criteria, url("/secret-path-" + key), key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    awaitStatus(answer.id(), "active");
    return answer.id();
  }

  private void awaitStatus(String subscription, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        backend.get("Subscription/" + subscription).json().path("status").asText())
                    .isEqualTo(status));
  }

  @Test
  void notifications() throws Exception {
    String subscription = subscribe("Observation?patient=Patient/" + ann);
    put("Observation/told-" + key, observation(ann));
    assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("told-" + key);
    List<AuditEvent> deliveries =
        Recorded.about(jdbc(), "Subscription/" + subscription).all().stream()
            .filter(it -> Recorded.kind(it).equals("subscription-delivery"))
            .toList();
    assertThat(deliveries).hasSize(1);
    assertThat(Recorded.patient(deliveries.get(0))).isEqualTo(ann);
    assertThat(deliveries.get(0).getAgent())
        .anySatisfy(it -> assertThat(it.getNetwork().getAddress()).isEqualTo("localhost"));
    assertThat(Recorded.everything(jdbc()))
        .contains("Observation/told-" + key)
        .doesNotContain("secret-path-" + key, "s3-" + key);
    backend.delete("Subscription/" + subscription);
  }

  /** A subscriber learns that there is something new in a record, even if not what. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"type\": \"rest-hook\", \"endpoint\": \"%s\"", "\"type\": \"websocket\""})
  void thatSomethingMatches(String channel) {
    Answer answer =
        backend.post(
            "Subscription",
            """
            {"resourceType": "Subscription", "status": "requested", "reason": "test",
             "criteria": "Observation?patient=Patient/%s", "channel": {%s}}\
            """
                .formatted(ann, channel.formatted(url("/"))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    awaitStatus(answer.id(), "active");
    put("Observation/matches-" + key, observation(ann));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Recorded.about(jdbc(), "Observation/matches-" + key).kinds())
                    .contains("subscription-delivery " + ann));
    backend.delete("Subscription/" + answer.id());
  }

  @Test
  void nothingIsToldThatIsNotRecorded() throws Exception {
    String subscription = subscribe("Observation?patient=Patient/" + bob);
    UnrecordableEvents.during(
        jdbc(),
        "subscription-delivery",
        () -> {
          put("Observation/untold-" + key, observation(bob));
          awaitStatus(subscription, "error");
        });
    assertThat(received).isEmpty();
    backend.delete("Subscription/" + subscription);
  }

  @Test
  void expunge() {
    put("Observation/gone-" + key, observation(ann));
    backend.delete("Observation/gone-" + key);
    String request = UUID.randomUUID().toString();
    Answer answer =
        backend.post(
            "Observation/gone-" + key + "/$expunge",
            """
            {"resourceType":"Parameters","parameter":[
              {"name":"expungeDeletedResources","valueBoolean":true},
              {"name":"expungePreviousVersions","valueBoolean":true}]}
            """,
            "X-Request-Id",
            request);
    assertThat(Recorded.of(jdbc(), request).kinds()).as(answer.body()).contains("expunge");
  }

  /** Of what goes in that way nothing could be recorded. */
  @Test
  void notEverythingIsExpungedAtOnce() {
    String request = UUID.randomUUID().toString();
    Answer answer =
        backend.post(
            "$expunge",
            "{\"resourceType\":\"Parameters\",\"parameter\":["
                + "{\"name\":\"expungeEverything\",\"valueBoolean\":true}]}",
            "X-Request-Id",
            request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("$delete-expunge");
    assertThat(backend.get("Observation/o-" + ann).status()).isEqualTo(200);
    assertThat(Recorded.of(jdbc(), request).only().getOutcome().toCode()).isNotEqualTo("0");
  }
}
