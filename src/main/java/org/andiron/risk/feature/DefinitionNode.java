package org.andiron.risk.feature;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.StrictJson;

/**
 * An element of a file with definitions, which knows where it is. What is unknown is refused, by
 * all methods with a {@link ConfigurationFileException} that names file, place and reason.
 */
public final class DefinitionNode {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String path;
  private final JsonNode node;

  private DefinitionNode(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /**
   * The root of a file.
   *
   * @param file how to name it in errors
   */
  public static DefinitionNode parse(String file, byte[] content) {
    try {
      return new DefinitionNode(file, "", JSON.readTree(content));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw at == null
          ? new ConfigurationFileException(file, e.getOriginalMessage())
          : new ConfigurationFileException(
              file, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage(), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is nothing to read from
    }
  }

  /** What is written here. */
  public JsonNode json() {
    return node;
  }

  /** The same place with something else in it, which errors call by that name. */
  DefinitionNode holding(String name, JsonNode other) {
    return new DefinitionNode(file, name, other);
  }

  /** A refusal of this place, to be thrown. */
  public ConfigurationFileException refuse(String reason) {
    return new ConfigurationFileException(file, path.isEmpty() ? reason : path + ": " + reason);
  }

  /** Refuses properties that have no meaning. */
  public DefinitionNode only(String... names) {
    if (!node.isObject()) {
      throw refuse("is no object");
    }
    Set<String> known = Set.of(names);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw refuse(
                    "'%s' has no meaning here; known are %s%s"
                        .formatted(name, new TreeSet<>(known), StrictJson.didYouMean(name, known)));
              }
            });
    return this;
  }

  /** Whether there is a property of that name. */
  public boolean has(String name) {
    return node.has(name);
  }

  /** A property that must be there. */
  public DefinitionNode get(String name) {
    if (!node.has(name)) {
      throw refuse("'" + name + "' is missing");
    }
    return new DefinitionNode(file, path.isEmpty() ? name : path + "." + name, node.get(name));
  }

  /** A property, if it is there. */
  public Optional<DefinitionNode> find(String name) {
    return has(name) ? Optional.of(get(name)) : Optional.empty();
  }

  /** The elements of a list. */
  public List<DefinitionNode> elements() {
    if (!node.isArray()) {
      throw refuse("is no list");
    }
    List<DefinitionNode> all = new ArrayList<>();
    for (JsonNode element : node) {
      all.add(new DefinitionNode(file, path + "[" + all.size() + "]", element));
    }
    return all;
  }

  /** The properties of an object, in their order. */
  public Map<String, DefinitionNode> properties() {
    if (!node.isObject()) {
      throw refuse("is no object");
    }
    Map<String, DefinitionNode> all = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> all.put(name, get(name)));
    return all;
  }

  /** A text with something in it. */
  public String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw refuse("is no text");
    }
    return node.textValue();
  }

  /** A finite number. */
  public double number() {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw refuse("is no number");
    }
    return node.doubleValue();
  }

  /** A whole number, at least that. */
  public int whole(int least) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least) {
      throw refuse("must be a whole number, " + least + " or more");
    }
    return node.intValue();
  }

  /** True or false. */
  public boolean truth() {
    if (!node.isBoolean()) {
      throw refuse("is neither true nor false");
    }
    return node.booleanValue();
  }

  /** A list of texts. */
  public Set<String> texts() {
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
  public <E extends Enum<E>> E oneOf(Class<E> type) {
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
  public <T> T parsed(Function<String, T> parser) {
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
