package org.andiron.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.andiron.testsupport.FhirHttp.Answer;

/** Starts exports as one caller, waits for them and reads their files. */
public final class BulkExports {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final FhirHttp http;

  public BulkExports(FhirHttp http) {
    this.http = http;
  }

  /** What the server answers to the request for an export. */
  public Answer ask(String path) {
    return http.get(path, "Prefer", "respond-async");
  }

  /** Starts an export; the URL of its status. */
  public String start(String path) {
    Answer answer = ask(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.header("Content-Location").orElseThrow();
  }

  /** Waits for the manifest of an export. */
  public JsonNode manifest(String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer answer = http.get(status);
              assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            });
    return http.get(status).json();
  }

  /** The resources in all files of a manifest. */
  public List<JsonNode> resources(JsonNode manifest) {
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode output : manifest.path("output")) {
      Answer file = http.get(output.path("url").asText(), "Accept", "application/fhir+ndjson");
      assertThat(file.status()).as(file.body()).isEqualTo(200);
      for (String line : file.body().lines().toList()) {
        try {
          resources.add(MAPPER.readTree(line));
        } catch (JsonProcessingException e) {
          throw new AssertionError(e);
        }
      }
    }
    return resources;
  }

  /** Exports, and reads what came of it. */
  public List<JsonNode> export(String path) {
    return resources(manifest(start(path)));
  }

  /** Type and id of resources. */
  public static List<String> ids(List<JsonNode> resources) {
    return resources.stream()
        .map(it -> it.path("resourceType").asText() + "/" + it.path("id").asText())
        .toList();
  }
}
