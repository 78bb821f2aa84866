package org.andiron.audit.completeness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads as much of JSON as there is, because whoever got half an answer has seen that half. */
final class BrokenJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<JsonNode> roots = new ArrayList<>();
  private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
  private @Nullable String name;

  private BrokenJson() {}

  /** All values, one after the other; none if it is no JSON. */
  static List<JsonNode> read(byte[] bytes) {
    BrokenJson read = new BrokenJson();
    try (JsonParser parser = JSON.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        read.take(token, parser);
      }
    } catch (IOException e) {
      // It ends here.
      return read.roots;
    }
    return read.roots;
  }

  private void take(JsonToken token, JsonParser parser) throws IOException {
    switch (token) {
      case FIELD_NAME -> name = parser.currentName();
      case START_OBJECT -> open(JSON.createObjectNode());
      case START_ARRAY -> open(JSON.createArrayNode());
      case END_OBJECT, END_ARRAY -> open.pop();
      default -> add(JSON.getNodeFactory().textNode(parser.getText()));
    }
  }

  private void open(ContainerNode<?> container) {
    add(container);
    open.push(container);
  }

  private void add(JsonNode value) {
    if (open.peek() instanceof ObjectNode object) {
      object.set(name, value);
    } else if (open.peek() instanceof ArrayNode array) {
      array.add(value);
    } else {
      roots.add(value);
    }
  }
}
