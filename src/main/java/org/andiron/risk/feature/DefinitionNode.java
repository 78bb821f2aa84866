package org.andiron.risk.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.storage.config.ConfigurationFileException;

/** An element of a file with definitions, which knows where it is. What is unknown is refused. */
final class DefinitionNode {

  private final String file;
  private final String path;
  private final JsonNode node;

  DefinitionNode(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  JsonNode json() {
    return node;
  }

  ConfigurationFileException refuse(String reason) {
    return new ConfigurationFileException(file, path.isEmpty() ? reason : path + ": " + reason);
  }

  /** Refuses properties that have no meaning. */
  DefinitionNode only(String... names) {
    if (!node.isObject()) {
      throw refuse("is no object");
    }
    Set<String> known = Set.of(names);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw refuse("'" + name + "' has no meaning here");
              }
            });
    return this;
  }

  boolean has(String name) {
    return node.has(name);
  }

  DefinitionNode get(String name) {
    if (!node.has(name)) {
      throw refuse("'" + name + "' is missing");
    }
    return new DefinitionNode(file, path.isEmpty() ? name : path + "." + name, node.get(name));
  }

  Optional<DefinitionNode> find(String name) {
    return has(name) ? Optional.of(get(name)) : Optional.empty();
  }

  List<DefinitionNode> elements() {
    if (!node.isArray()) {
      throw refuse("is no list");
    }
    List<DefinitionNode> all = new ArrayList<>();
    for (JsonNode element : node) {
      all.add(new DefinitionNode(file, path + "[" + all.size() + "]", element));
    }
    return all;
  }

  Map<String, DefinitionNode> properties() {
    if (!node.isObject()) {
      throw refuse("is no object");
    }
    Map<String, DefinitionNode> all = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> all.put(name, get(name)));
    return all;
  }

  String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw refuse("is no text");
    }
    return node.textValue();
  }

  double number() {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw refuse("is no number");
    }
    return node.doubleValue();
  }

  boolean truth() {
    if (!node.isBoolean()) {
      throw refuse("is neither true nor false");
    }
    return node.booleanValue();
  }

  Set<String> texts() {
    Set<String> all = new LinkedHashSet<>();
    elements().forEach(element -> all.add(element.text()));
    return all;
  }

  Range range() {
    List<DefinitionNode> bounds = elements();
    if (bounds.size() != 2 || bounds.get(0).number() > bounds.get(1).number()) {
      throw refuse("is no range [low, high]");
    }
    return new Range(bounds.get(0).number(), bounds.get(1).number());
  }

  /** One of an enum's values, written {@code like-this}. */
  <E extends Enum<E>> E oneOf(Class<E> type) {
    String text = text();
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> written(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                refuse(
                    "'%s' is none of %s"
                        .formatted(
                            text,
                            Arrays.stream(type.getEnumConstants())
                                .map(DefinitionNode::written)
                                .toList())));
  }

  /** Parses the text, and says so if that fails. */
  <T> T parsed(Function<String, T> parser) {
    String text = text();
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw refuse("'" + text + "' cannot be read: " + e.getMessage());
    }
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
