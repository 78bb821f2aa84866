package org.andiron.audit.completeness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the log.
 *
 * @param kind as its tag says
 * @param patient id; empty if it is about none
 * @param data reference to what was read or changed; empty without
 */
record LoggedEvent(
    String id,
    Instant recorded,
    @Nullable String requestId,
    String kind,
    boolean successful,
    String patient,
    String data) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> CHANGES = Set.of("create", "update", "patch", "delete");

  static LoggedEvent of(String id, Instant recorded, @Nullable String requestId, String content) {
    JsonNode event;
    try {
      event = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    String kind = "";
    for (JsonNode tag : event.path("meta").path("tag")) {
      if (tag.path("system").asText().equals("urn:andiron:audit-event-kind")) {
        kind = tag.path("code").asText();
      }
    }
    String patient = "";
    String data = "";
    for (JsonNode entity : event.path("entity")) {
      String what = entity.path("what").path("reference").asText();
      switch (entity.path("role").path("code").asText()) {
        case "1" -> patient = what.replaceFirst("^Patient/", "");
        case "4" -> data = what;
        default -> {
          continue;
        }
      }
    }
    return new LoggedEvent(
        id, recorded, requestId, kind, event.path("outcome").asText().equals("0"), patient, data);
  }

  boolean isOfVersion() {
    return successful && CHANGES.contains(kind) && data.contains("/_history/");
  }

  boolean isOfReading() {
    return successful && !CHANGES.contains(kind);
  }
}
