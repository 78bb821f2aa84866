package org.andiron.risk.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;

/** What a patient gives, as a line of JSON. What is read is what was written, bit for bit. */
final class CollectedPatientJson {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, String>> TEXTS =
      new TypeReference<>() {};

  private CollectedPatientJson() {}

  static String write(CollectedPatient patient) {
    ObjectNode line = JSON.createObjectNode();
    line.put("patient", patient.pseudonym());
    line.set("flow", JSON.valueToTree(patient.flow()));
    ArrayNode examples = line.putArray("examples");
    for (TrainingExample example : patient.examples()) {
      ObjectNode node = examples.addObject();
      node.put("index", example.index().toString());
      node.put("outcome", example.outcome());
      ObjectNode inputs = node.putObject("inputs");
      example.inputs().values().forEach((name, value) -> put(inputs, name, value));
      node.set("subgroups", JSON.valueToTree(example.subgroups()));
    }
    return line.toString();
  }

  private static void put(ObjectNode inputs, String name, FeatureValue value) {
    if (value instanceof FeatureValue.Quantity quantity) {
      inputs.put(name, quantity.value());
    } else if (value instanceof FeatureValue.Truth truth) {
      inputs.put(name, truth.value());
    } else if (value instanceof FeatureValue.Category category) {
      inputs.put(name, category.code());
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CollectedPatient read(String text) {
    try {
      JsonNode line = JSON.readTree(text);
      String pseudonym = line.required("patient").asText();
      List<TrainingExample> examples = new ArrayList<>();
      for (JsonNode node : line.required("examples")) {
        Map<String, FeatureValue> inputs = new LinkedHashMap<>();
        node.required("inputs")
            .properties()
            .forEach(it -> inputs.put(it.getKey(), value(it.getValue())));
        examples.add(
            new TrainingExample(
                pseudonym,
                Instant.parse(node.required("index").asText()),
                new FeatureVector(inputs),
                node.required("outcome").doubleValue(),
                JSON.convertValue(node.required("subgroups"), TEXTS)));
      }
      return new CollectedPatient(
          pseudonym, examples, JSON.treeToValue(line.required("flow"), CohortFlow.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static FeatureValue value(JsonNode node) {
    if (node.isBoolean()) {
      return new FeatureValue.Truth(node.booleanValue());
    }
    return node.isNumber()
        ? new FeatureValue.Quantity(node.doubleValue())
        : new FeatureValue.Category(node.asText());
  }
}
