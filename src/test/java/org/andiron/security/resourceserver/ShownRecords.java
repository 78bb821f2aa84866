package org.andiron.security.resourceserver;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.andiron.security.resourceserver.WireClient.Answer;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What an answer shows, whatever the format that it was asked for in. */
final class ShownRecords {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final FhirContext context;

  ShownRecords(FhirContext context) {
    this.context = context;
  }

  /** Type, id and version of each resource; of what is no resource, the names of its members. */
  String in(Answer answer) {
    String body = answer.body();
    if (answer.header("Content-Type").contains("xml")) {
      IBaseResource resource = context.newXmlParser().parseResource(body);
      body = context.newJsonParser().encodeResourceToString(resource);
    }
    try {
      JsonNode json = MAPPER.readTree(body);
      return json.has("resourceType") ? ofResource(json) : ofOther(json);
    } catch (JsonProcessingException notJson) {
      // Of figures that change, the first line does not.
      return body.lines().findFirst().orElse("");
    }
  }

  private static String ofResource(JsonNode resource) {
    String type = resource.path("resourceType").asText();
    if (!type.equals("Bundle")) {
      return type + "/" + resource.path("id").asText() + " " + resource.at("/meta/versionId");
    }
    List<String> entries = new ArrayList<>();
    resource.path("entry").forEach(entry -> entries.add(ofResource(entry.path("resource"))));
    return type + " " + resource.path("type").asText() + " " + new TreeSet<>(entries);
  }

  private static String ofOther(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names.toString();
  }
}
