package org.andiron.security.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/** Many requests in few: each is an entry of a batch, and answered as if it stood alone. */
final class BatchOfEntries {

  private static final int SIZE = 100;
  private static final int IN_FLIGHT = 3;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<ObjectNode> entries = new ArrayList<>();
  private final List<JsonNode> answers = new ArrayList<>();

  /** Adds a request and says under which number its answer will be. */
  int add(String method, String url, String resource) {
    ObjectNode entry = MAPPER.createObjectNode();
    entry.putObject("request").put("method", method).put("url", url);
    if (!resource.isEmpty()) {
      entry.set("resource", read(resource));
    }
    entries.add(entry);
    return entries.size() - 1;
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Sends them in order. */
  void send(FhirHttp http) {
    bundles().map(bundle -> answer(http, bundle)).forEach(this::take);
    assertThat(answers).hasSameSizeAs(entries);
  }

  /** Sends them in any order, some of them at the same time. */
  void sendTogether(FhirHttp http) {
    ExecutorService senders = Executors.newFixedThreadPool(IN_FLIGHT);
    try {
      List<CompletableFuture<Answer>> sent =
          bundles()
              .map(it -> CompletableFuture.supplyAsync(() -> answer(http, it), senders))
              .toList();
      sent.stream().map(CompletableFuture::join).forEach(this::take);
    } finally {
      senders.shutdown();
    }
    assertThat(answers).hasSameSizeAs(entries);
  }

  private Stream<String> bundles() {
    return IntStream.iterate(0, from -> from < entries.size(), from -> from + SIZE)
        .mapToObj(from -> entries.subList(from, Math.min(entries.size(), from + SIZE)))
        .map(BatchOfEntries::bundle);
  }

  private static String bundle(List<ObjectNode> entries) {
    ObjectNode bundle = MAPPER.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "batch");
    bundle.putArray("entry").addAll(entries);
    return bundle.toString();
  }

  private static Answer answer(FhirHttp http, String bundle) {
    Answer answer = http.post("", bundle);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private void take(Answer answer) {
    answer.json().path("entry").forEach(answers::add);
  }

  int status(int number) {
    return Integer.parseInt(answers.get(number).at("/response/status").asText().substring(0, 3));
  }

  /** The resource of an answer, or of what is in its outcome. */
  JsonNode resource(int number) {
    return answers.get(number).path("resource");
  }

  /** Type and id of what was created. */
  String location(int number) {
    return answers
        .get(number)
        .at("/response/location")
        .asText()
        .replaceAll("/_history/.*", "")
        .replaceAll(".*/([A-Z][A-Za-z]+/[^/]+)$", "$1");
  }

  String outcome(int number) {
    return answers.get(number).at("/response/outcome/issue/0/diagnostics").asText();
  }
}
