package org.andiron.risk.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;

/** Writes a card as {@link CardReader} reads it. The same card has the same bytes. */
final class CardWriter {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CardWriter() {}

  static byte[] write(ModelCard card) {
    ObjectNode json = NODES.objectNode();
    json.put("id", card.id()).put("version", card.version()).put("url", card.url());
    json.set("title", texts(card.title()));
    json.set("intendedUse", texts(card.intendedUse()));
    json.set("population", texts(card.population()));
    json.set("notice", texts(card.notice()));
    json.put("absenceOfEvidence", card.evidence()).put("licence", card.licence());
    json.set("references", array(card.references(), CardWriter::reference));
    json.putObject("coefficients")
        .put("publication", card.source().publication())
        .put("verification", card.source().verification());
    json.set("inputs", array(card.inputs(), CardWriter::input));
    json.set("exclusions", array(card.exclusions(), CardWriter::exclusion));
    json.set("goals", array(card.goals(), CardWriter::goal));
    json.set("outcomes", array(card.outcomes(), CardWriter::outcome));
    json.set("sourceAttributes", attributes(card.attributes()));
    if (card.demonstration()) {
      json.put("demonstration", true);
    }
    card.evaluated().ifPresent(evaluation -> json.set("evaluated", evaluation(evaluation)));
    card.expires().ifPresent(day -> json.put("expires", day.toString()));
    return bytes(json);
  }

  private static byte[] bytes(ObjectNode json) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(LINES);
    printer.indentArraysWith(LINES);
    try {
      return (MAPPER.writer(printer).writeValueAsString(json) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> node) {
    ArrayNode array = NODES.arrayNode();
    items.forEach(item -> array.add(node.apply(item)));
    return array;
  }

  private static ObjectNode texts(LocalText text) {
    return NODES.objectNode().put("en", text.en()).put("zh", text.zh());
  }

  private static ObjectNode reference(Reference reference) {
    ObjectNode json = NODES.objectNode().put("citation", reference.citation());
    reference.doi().ifPresent(doi -> json.put("doi", doi));
    return json;
  }

  private static ObjectNode input(ModelInput input) {
    ObjectNode json = NODES.objectNode().put("name", input.name());
    json.set("title", texts(input.title()));
    json.put("definition", input.definition()).put("kind", input.kind().code());
    input.unit().ifPresent(unit -> json.put("unit", unit));
    if (!input.range().equals(Range.ALL)) {
      ends(json.putObject("range"), input.range());
    }
    if (!input.categoryTitles().isEmpty()) {
      ObjectNode categories = json.putObject("categories");
      input.categoryTitles().forEach((code, title) -> categories.set(code, texts(title)));
    }
    input
        .assumption()
        .ifPresent(
            assumption -> {
              ObjectNode absent = json.putObject("ifAbsent");
              absent.set("assume", value(assumption.value()));
              absent.put("because", assumption.because());
            });
    return json;
  }

  private static void ends(ObjectNode json, Range range) {
    range.from().ifPresent(end -> json.put("from", end));
    range.above().ifPresent(end -> json.put("above", end));
    range.to().ifPresent(end -> json.put("to", end));
    range.below().ifPresent(end -> json.put("below", end));
  }

  private static JsonNode value(FeatureValue value) {
    if (value instanceof Quantity quantity) {
      return NODES.numberNode(quantity.value());
    }
    return value instanceof Truth truth
        ? NODES.booleanNode(truth.value())
        : NODES.textNode(((Category) value).code());
  }

  private static ObjectNode exclusion(Exclusion exclusion) {
    ObjectNode json = NODES.objectNode().put("input", exclusion.input());
    json.set("when", value(exclusion.when()));
    json.set("because", texts(exclusion.because()));
    return json;
  }

  private static ObjectNode goal(Goal goal) {
    ObjectNode json = NODES.objectNode().put("input", goal.input());
    if (!goal.when().allowed().isEmpty()) {
      ObjectNode when = json.putObject("when");
      goal.when()
          .allowed()
          .forEach((input, values) -> when.set(input, array(values, CardWriter::value)));
    }
    ends(json, goal.range());
    goal.value().ifPresent(is -> json.set("is", value(is)));
    goal.meaning().ifPresent(meaning -> json.set("meaning", texts(meaning)));
    json.set("source", texts(goal.source()));
    return json;
  }

  private static ObjectNode outcome(Outcome outcome) {
    ObjectNode json = NODES.objectNode().put("id", outcome.id());
    json.set("title", texts(outcome.title()));
    json.set(
        "codings",
        array(
            outcome.codings(),
            coding ->
                NODES
                    .objectNode()
                    .put("system", coding.system())
                    .put("code", coding.code())
                    .put("display", coding.display())));
    outcome
        .horizon()
        .ifPresent(
            horizon ->
                json.putObject("horizon")
                    .put("value", horizon.value())
                    .put("unit", horizon.unit().code()));
    json.put("output", outcome.output().code());
    outcome.unit().ifPresent(unit -> json.put("unit", unit));
    if (!outcome.limits().isEmpty()) {
      ObjectNode limits = json.putObject("limits");
      outcome.limits().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(limit -> ends(limits.putObject(limit.getKey()), limit.getValue()));
    }
    if (outcome.output() == OutcomeOutput.SCORE) {
      ends(json.putObject("scores"), outcome.scores());
    }
    outcome.levels().ifPresent(levels -> json.set("levels", levels(levels)));
    return json;
  }

  private static ObjectNode levels(RiskLevels levels) {
    ObjectNode json = NODES.objectNode();
    json.set("source", texts(levels.source()));
    json.set(
        "list",
        array(
            levels.levels(),
            level -> {
              ObjectNode item = NODES.objectNode().put("code", level.code());
              item.set("title", texts(level.title()));
              level.from().ifPresent(from -> item.put("from", from));
              level.singleItem().ifPresent(points -> item.put("singleItem", points));
              level.indicator().ifPresent(it -> item.put("indicator", it.code()));
              return item;
            }));
    return json;
  }

  private static ObjectNode attributes(SourceAttributes attributes) {
    ObjectNode json = NODES.objectNode();
    attributes
        .texts()
        .forEach(
            (attribute, text) ->
                json.withObjectProperty(attribute.group().code()).put(attribute.code(), text));
    return json;
  }

  private static ObjectNode evaluation(Evaluation evaluation) {
    return NODES
        .objectNode()
        .put("by", evaluation.by())
        .put("on", evaluation.on().toString())
        .put("data", evaluation.data())
        .put("summary", evaluation.summary());
  }
}
