package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads {@code model.json}. */
final class CardReader {

  private static final Set<String> NAMES =
      Set.of(
          "id",
          "version",
          "url",
          "title",
          "intendedUse",
          "population",
          "notice",
          "absenceOfEvidence",
          "licence",
          "references",
          "coefficients",
          "inputs",
          "exclusions",
          "goals",
          "outcomes",
          "sourceAttributes",
          "demonstration",
          "evaluated",
          "expires");

  private final StrictJson json;
  private final ModelJson values;

  CardReader(String file) {
    json = new StrictJson(file);
    values = new ModelJson(json);
  }

  ModelCard read(byte[] content) {
    ObjectValue card = json.document(content, NAMES);
    List<ModelInput> inputs = inputs(card);
    return new ModelCard(
        json.text(card, "id"),
        json.text(card, "version"),
        json.text(card, "url"),
        values.texts(card, "title"),
        values.texts(card, "intendedUse"),
        values.texts(card, "population"),
        values.texts(card, "notice"),
        json.text(card, "absenceOfEvidence"),
        json.text(card, "licence"),
        references(card),
        coefficients(card),
        inputs,
        exclusions(card, inputs),
        new GoalReader(json, values, inputs).goals(card),
        new OutcomeReader(json, values, inputs).outcomes(card),
        attributes(card),
        json.flag(card, "demonstration", false),
        evaluated(card),
        json.optional(card, "expires") == null
            ? Optional.empty()
            : Optional.of(values.day(card, "expires")));
  }

  private List<Reference> references(ObjectValue card) {
    List<Reference> references = new ArrayList<>();
    for (LocatedJson item : json.requiredItems(card, "references")) {
      ObjectValue object = json.object(item, Set.of("citation", "doi"));
      references.add(
          new Reference(
              json.text(object, "citation"),
              Optional.ofNullable(json.optionalText(object, "doi"))));
    }
    if (references.isEmpty()) {
      throw values.refuse(json.required(card, "references"), "references must name a publication");
    }
    return references;
  }

  private CoefficientSource coefficients(ObjectValue card) {
    ObjectValue source =
        json.object(json.required(card, "coefficients"), Set.of("publication", "verification"));
    return new CoefficientSource(
        json.text(source, "publication"), json.text(source, "verification"));
  }

  private List<ModelInput> inputs(ObjectValue card) {
    List<ModelInput> inputs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LocatedJson item : json.requiredItems(card, "inputs")) {
      ModelInput input = input(item);
      if (!names.add(input.name())) {
        throw values.refuse(item, "input " + input.name() + " is declared twice");
      }
      inputs.add(input);
    }
    return inputs;
  }

  private ModelInput input(LocatedJson item) {
    ObjectValue object =
        json.object(
            item,
            Set.of(
                "name", "title", "definition", "kind", "unit", "range", "categories", "ifAbsent"));
    InputKind kind =
        json.oneOf(json.required(object, "kind"), "kind", InputKind.values(), InputKind::code);
    onlyOf(object, kind, InputKind.QUANTITY, "unit", "range");
    onlyOf(object, kind, InputKind.CATEGORY, "categories");
    Map<String, LocalText> categories = categories(object);
    if (kind == InputKind.CATEGORY && categories.size() < 2) {
      throw values.refuse(item, "categories must be two or more");
    }
    ModelInput input =
        new ModelInput(
            json.text(object, "name"),
            values.texts(object, "title"),
            json.text(object, "definition"),
            kind,
            kind == InputKind.QUANTITY ? Optional.of(json.text(object, "unit")) : Optional.empty(),
            values.range(object, "range"),
            categories,
            Optional.empty());
    LocatedJson absent = json.optional(object, "ifAbsent");
    return absent == null ? input : assuming(input, absent);
  }

  private Map<String, LocalText> categories(ObjectValue input) {
    LocatedJson value = json.optional(input, "categories");
    if (value == null) {
      return Map.of();
    }
    Map<String, LocatedJson> members = values.members(value);
    ObjectValue object = json.object(value, members.keySet());
    Map<String, LocalText> categories = new LinkedHashMap<>();
    members.keySet().forEach(code -> categories.put(code, values.texts(object, code)));
    return categories;
  }

  private ModelInput assuming(ModelInput input, LocatedJson absent) {
    ObjectValue object = json.object(absent, Set.of("assume", "because"));
    return new ModelInput(
        input.name(),
        input.title(),
        input.definition(),
        input.kind(),
        input.unit(),
        input.range(),
        input.categoryTitles(),
        Optional.of(
            new ModelInput.Assumption(
                fitting(input, json.required(object, "assume"), "assume"),
                json.text(object, "because"))));
  }

  private void onlyOf(ObjectValue object, InputKind kind, InputKind owner, String... names) {
    for (String name : names) {
      LocatedJson value = json.optional(object, name);
      if (value != null && kind != owner) {
        throw values.refuse(value, name + " is for inputs of kind " + owner.code());
      }
    }
  }

  private FeatureValue fitting(ModelInput input, LocatedJson value, String name) {
    FeatureValue read = values.featureValue(value, name);
    if (input.objection(read).isPresent()) {
      throw values.refuse(value, name + " is no value of input " + input.name());
    }
    return read;
  }

  private List<Exclusion> exclusions(ObjectValue card, List<ModelInput> inputs) {
    List<Exclusion> exclusions = new ArrayList<>();
    for (LocatedJson item : json.items(card, "exclusions")) {
      ObjectValue object = json.object(item, Set.of("input", "when", "because"));
      ModelInput input =
          json.oneOf(
              json.required(object, "input"),
              "input",
              inputs.toArray(ModelInput[]::new),
              ModelInput::name);
      exclusions.add(
          new Exclusion(
              input.name(),
              fitting(input, json.required(object, "when"), "when"),
              values.texts(object, "because")));
    }
    return exclusions;
  }

  private SourceAttributes attributes(ObjectValue card) {
    LocatedJson all = json.required(card, "sourceAttributes");
    Map<String, Map<String, SourceAttribute>> groups = new LinkedHashMap<>();
    for (SourceAttribute attribute : SourceAttribute.values()) {
      groups
          .computeIfAbsent(attribute.group().code(), group -> new LinkedHashMap<>())
          .put(attribute.code(), attribute);
    }
    ObjectValue object = json.object(all, groups.keySet());
    Map<SourceAttribute, String> texts = new EnumMap<>(SourceAttribute.class);
    groups.forEach(
        (group, attributes) -> {
          ObjectValue members =
              json.object(json.required(object, group), new TreeSet<>(attributes.keySet()));
          attributes.forEach((name, attribute) -> texts.put(attribute, json.text(members, name)));
        });
    return new SourceAttributes(texts);
  }

  private Optional<Evaluation> evaluated(ObjectValue card) {
    return Stream.ofNullable(json.optional(card, "evaluated"))
        .map(value -> json.object(value, Set.of("by", "on", "data", "summary")))
        .map(
            object ->
                new Evaluation(
                    json.text(object, "by"),
                    values.day(object, "on"),
                    json.text(object, "data"),
                    json.text(object, "summary")))
        .findFirst();
  }
}
