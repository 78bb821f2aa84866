package org.andiron.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkIT extends AndironIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String key = UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void storeTwoPatients() {
    put("Patient/ann-" + key, "\"gender\":\"female\",\"birthDate\":\"1980-01-01\",");
    put("Patient/bob-" + key, "\"gender\":\"male\",");
    for (String patient : List.of("ann", "bob")) {
      put(
          "Observation/obs-" + patient + "-" + key,
          "\"status\":\"final\",\"code\":{\"text\":\""
              + key
              + "\"},\"subject\":{\"reference\":\"Patient/"
              + patient
              + "-"
              + key
              + "\"},");
    }
    put(
        "Group/both-" + key,
        "\"type\":\"person\",\"actual\":true,\"member\":[{\"entity\":{\"reference\":\"Patient/ann-"
            + key
            + "\"}}],");
  }

  private void put(String path, String elements) {
    String[] parts = path.split("/");
    Answer answer =
        http()
            .put(
                path,
                "{\"resourceType\":\""
                    + parts[0]
                    + "\","
                    + elements
                    + "\"id\":\""
                    + parts[1]
                    + "\"}");
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private String kickOff(String path) {
    Answer answer = http().get(path, "Prefer", "respond-async");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.header("Content-Location").orElseThrow();
  }

  private JsonNode finished(String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer answer = http().get(status);
              if (answer.status() == 202) {
                assertThat(answer.header("X-Progress")).isPresent();
                assertThat(answer.header("Retry-After")).isPresent();
              }
              assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            });
    return http().get(status).json();
  }

  private List<JsonNode> resources(JsonNode manifest) throws Exception {
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode output : manifest.path("output")) {
      Answer file = http().get(output.path("url").asText(), "Accept", "application/fhir+ndjson");
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.header("Content-Type").orElseThrow()).startsWith("application/fhir+ndjson");
      for (String line : file.body().lines().toList()) {
        JsonNode resource = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
        assertThat(resource.path("resourceType")).isEqualTo(output.path("type"));
        resources.add(resource);
      }
    }
    return resources;
  }

  private List<String> mine(List<JsonNode> resources) {
    return resources.stream()
        .map(resource -> resource.path("id").asText())
        .filter(id -> id.endsWith(key))
        .map(id -> id.replace("-" + key, ""))
        .toList();
  }

  @Test
  void theSystemExportHoldsEveryResourceOfTheTypesOnce() throws Exception {
    JsonNode manifest = finished(kickOff("$export?_type=Patient,Observation,Group"));
    assertThat(manifest.path("request").asText()).contains("$export");
    assertThat(manifest.path("requiresAccessToken").asBoolean()).isFalse();
    assertThat(manifest.path("error").isArray()).isTrue();
    assertThat(mine(resources(manifest)))
        .containsExactlyInAnyOrder("ann", "bob", "obs-ann", "obs-bob", "both");
  }

  @Test
  void thePatientExportHoldsTheCompartments() throws Exception {
    String ofAGroup = "Observation/obs-group-" + key;
    put(
        ofAGroup,
        "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Group/both-"
            + key
            + "\"},");
    assertThat(mine(resources(finished(kickOff("Patient/$export?_type=Patient,Observation")))))
        .containsExactlyInAnyOrder("ann", "bob", "obs-ann", "obs-bob");
    http().delete(ofAGroup);
  }

  @Test
  void theGroupExportHoldsItsMembersOnly() throws Exception {
    assertThat(
            mine(
                resources(
                    finished(kickOff("Group/both-" + key + "/$export?_type=Patient,Observation")))))
        .containsExactlyInAnyOrder("ann", "obs-ann");
  }

  @Test
  void sinceKeepsWhatChangedLater() throws Exception {
    String since = http().get("Group/both-" + key).json().path("meta").path("lastUpdated").asText();
    put("Patient/bob-" + key, "\"gender\":\"other\",");
    assertThat(
            mine(
                resources(
                    finished(
                        kickOff("$export?_type=Patient&_since=" + since.replace("+", "%2B"))))))
        .containsExactly("bob");
  }

  @Test
  void typeFilterKeepsWhatMatches() throws Exception {
    assertThat(
            mine(
                resources(
                    finished(
                        kickOff(
                            "$export?_type=Patient&_typeFilter=Patient%3Fgender%3Dfemale%26_id%3Dann-"
                                + key)))))
        .containsExactly("ann");
  }

  @Test
  void elementsKeepTheMandatoryOnesAndMarkTheRest() throws Exception {
    List<JsonNode> resources =
        resources(
            finished(kickOff("$export?_type=Patient,Observation&_elements=Patient.gender,status")));
    JsonNode ann = find(resources, "ann-" + key);
    assertThat(ann.path("gender").asText()).isEqualTo("female");
    assertThat(ann.has("birthDate")).isFalse();
    assertThat(ann.toString()).contains("SUBSETTED");
    JsonNode observation = find(resources, "obs-ann-" + key);
    assertThat(observation.has("status")).isTrue();
    assertThat(observation.has("code")).as("mandatory").isTrue();
    assertThat(observation.has("subject")).isFalse();
  }

  private static JsonNode find(List<JsonNode> resources, String id) {
    return resources.stream()
        .filter(resource -> resource.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void deletingAFinishedExportRemovesItsFiles() {
    String status = kickOff("$export?_type=Group");
    String file = finished(status).at("/output/0/url").asText();
    assertThat(http().get(file).status()).isEqualTo(200);
    assertThat(http().delete(status).status()).isEqualTo(202);
    assertThat(http().get(status).status()).isEqualTo(404);
    assertThat(http().get(file).status()).isIn(404, 410);
  }

  @Test
  void deletingARunningExportCancelsIt() {
    String status = kickOff("$export");
    assertThat(http().delete(status).status()).isEqualTo(202);
    assertThat(http().get(status).status()).isEqualTo(404);
    assertThat(http().delete(status).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$export", "Patient/$export", "$import"})
  void withoutRespondAsyncTheAnswerIs400(String path) {
    Answer answer =
        path.equals("$import")
            ? http().post(path, "{\"resourceType\":\"Parameters\"}")
            : http().get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("async");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$export?_type=Nonsense",
        "$export?_typeFilter=Patient%3Fnonsense%3Dx",
        "$export?_typeFilter=Nonsense%3Fstatus%3Dx",
        "$export?_typeFilter=Patient",
        "$export?_type=Patient&_elements=nonsense",
        "$export?_type=Patient&_elements=Observation.nonsense",
        "$export?_since=yesterday",
        "$export?_outputFormat=text/html",
        "Group/nobody/$export",
        "Patient/nobody/$export"
      })
  void anExportThatHasNoMeaningIsRefused(String path) {
    Answer answer = http().get(path, "Prefer", "respond-async");
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void theStatusOfNoJobIsRefused() {
    assertThat(http().get("$export-poll-status").status()).isEqualTo(400);
    assertThat(http().get("$export-poll-status?_jobId=none").status()).isEqualTo(404);
    assertThat(http().get("$import-poll-status?_jobId=none").status()).isEqualTo(404);
  }

  @Test
  void importStoresTheResourcesOfAllFiles() throws Exception {
    String patient = "{\"resourceType\":\"Patient\",\"id\":\"imp-" + key + "\"}\n";
    String observation =
        "{\"resourceType\":\"Observation\",\"id\":\"impo-"
            + key
            + "\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":"
            + "\"Patient/imp-"
            + key
            + "\"}}";
    HttpServer files = serve(patient, observation);
    try {
      String base = "http://localhost:" + files.getAddress().getPort();
      Answer started = startImport(base + "/1", base + "/0");
      assertThat(started.status()).as(started.body()).isEqualTo(202);
      JsonNode report = finished(started.header("Content-Location").orElseThrow());
      assertThat(report.path("resourceType").asText()).isEqualTo("OperationOutcome");
      assertThat(http().get("Patient/imp-" + key).status()).isEqualTo(200);
      assertThat(http().get("Observation/impo-" + key).status()).isEqualTo(200);
    } finally {
      files.stop(0);
    }
  }

  @Test
  void anImportWhoseFileIsMissingFails() throws Exception {
    HttpServer files = serve();
    try {
      Answer started = startImport("http://localhost:" + files.getAddress().getPort() + "/0");
      String status = started.header("Content-Location").orElseThrow();
      await().atMost(PATIENCE).until(() -> http().get(status).status() != 202);
      Answer failed = http().get(status);
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.diagnostics()).contains("404");
    } finally {
      files.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.1/x", "http://169.254.169.254/x", "http://[::1]/x"})
  void anImportFromWhereThisServerMayNotCallIsRefused(String url) {
    Answer answer = startImport(url);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.diagnostics()).contains("andiron.egress.allow");
  }

  @Test
  void anImportWithoutFilesIsRefused() {
    assertThat(startImport().status()).isEqualTo(400);
    assertThat(startImport("file:///etc/passwd").status()).isBetween(400, 422);
  }

  private Answer startImport(String... urls) {
    StringBuilder inputs = new StringBuilder();
    for (String url : urls) {
      inputs
          .append(",{\"name\":\"input\",\"part\":[{\"name\":\"type\",\"valueCode\":\"Patient\"},")
          .append("{\"name\":\"url\",\"valueUri\":\"")
          .append(url)
          .append("\"}]}");
    }
    return http()
        .post(
            "$import",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"inputFormat\",\"valueCode\":"
                + "\"application/fhir+ndjson\"}"
                + inputs
                + "]}",
            "Prefer",
            "respond-async");
  }

  private static HttpServer serve(String... files) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int file = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          if (file >= files.length) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            byte[] body = files[file].getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/fhir+ndjson");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return server;
  }
}
