package org.andiron.security.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/** Many requests in few: each is an entry of a batch, and answered as if it stood alone. */
final class BatchOfEntries {

  private static final int SIZE = 200;
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

  BatchOfEntries send(FhirHttp http) {
    for (int from = 0; from < entries.size(); from += SIZE) {
      ObjectNode bundle = MAPPER.createObjectNode();
      bundle.put("resourceType", "Bundle").put("type", "batch");
      bundle.putArray("entry").addAll(entries.subList(from, Math.min(entries.size(), from + SIZE)));
      Answer answer = http.post("", bundle.toString());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      answer.json().path("entry").forEach(answers::add);
    }
    assertThat(answers).hasSameSizeAs(entries);
    return this;
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
