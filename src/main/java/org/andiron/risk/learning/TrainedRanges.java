package org.andiron.risk.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelInput;

/**
 * Within which values a model was learned, for each number among its inputs. Its {@code
 * features.json} has them as {@code trained}, so that a score of a value beyond them says so.
 *
 * @param ends by input, in the order of the card
 */
record TrainedRanges(Map<String, Ends> ends) {

  /** At each end; of fewer than 200 rows that is none, and the ends are the least and the most. */
  private static final double LEFT_OUT = 0.005;

  private static final JsonMapper JSON = new JsonMapper();

  /** Both are in the range, and each is the value of a row. */
  record Ends(double low, double high) {}

  TrainedRanges {
    ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
  }

  /**
   * Of rows that are learned of, not of those that are held out.
   *
   * @param people what a row lacks does not count
   */
  static TrainedRanges of(List<ModelInput> inputs, List<FeatureVector> people) {
    Map<String, Ends> ends = new LinkedHashMap<>();
    for (ModelInput input : inputs) {
      if (input.kind() != InputKind.QUANTITY) {
        continue;
      }
      double[] values =
          people.stream()
              .flatMap(person -> person.get(input.name()).stream())
              .mapToDouble(value -> ((Quantity) value).value())
              .sorted()
              .toArray();
      if (values.length > 0) {
        int leftOut = (int) (values.length * LEFT_OUT);
        ends.put(input.name(), new Ends(values[leftOut], values[values.length - 1 - leftOut]));
      }
    }
    return new TrainedRanges(ends);
  }

  /**
   * Writes them into a {@code features.json}. What it says of them itself is replaced: what a model
   * was learned of is what its rows were.
   *
   * @throws IllegalArgumentException if the file is no JSON
   */
  byte[] in(byte[] features) {
    JsonNode file;
    try {
      file = JSON.readTree(new String(features, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("features.json is no JSON", e);
    }
    if (file.path("features") instanceof ArrayNode entries) {
      for (int i = 0; i < entries.size(); i++) {
        Ends range = ends.get(name(entries.get(i)));
        if (range != null) {
          entries.set(i, within(entries.get(i), range));
        }
      }
    }
    return (file.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String name(JsonNode entry) {
    return entry.isTextual()
        ? entry.textValue()
        : entry.path("as").asText(entry.path("use").asText(entry.path("name").asText()));
  }

  private static ObjectNode within(JsonNode entry, Ends range) {
    ObjectNode changed =
        entry.isTextual()
            ? JSON.createObjectNode().put("use", entry.textValue())
            : entry.<ObjectNode>deepCopy();
    changed.putArray("trained").add(range.low()).add(range.high());
    return changed;
  }

  /** A sentence for the card. */
  String said(List<ModelInput> inputs) {
    String all =
        inputs.stream()
            .flatMap(
                input ->
                    Optional.ofNullable(ends.get(input.name())).stream()
                        .map(range -> said(input, range)))
            .collect(Collectors.joining("; "));
    return all.isEmpty()
        ? ""
        : " Numbers that it was learned of, without half a per cent of them at each end, beyond"
            + " which a score says so: "
            + all
            + ".";
  }

  private static String said(ModelInput input, Ends range) {
    return "%s %s to %s%s"
        .formatted(
            input.name(),
            range.low(),
            range.high(),
            input.unit().filter(unit -> !unit.equals("1")).map(unit -> " " + unit).orElse(""));
  }
}
