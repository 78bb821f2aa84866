package org.andiron.risk.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.model.Exclusion;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;

/** Says as inputs and exclusions of a card of whom a definition takes no examples. */
final class PopulationLimitsWriter {

  private static final Map<String, LocalText> SEXES =
      new TreeMap<>(
          Map.of(
              "female", new LocalText("female", "女"),
              "male", new LocalText("male", "男"),
              "other", new LocalText("other", "其他")));

  private static final String BIRTH_SEX =
      "extension('http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex').value";
  private static final String KNOWN_BIRTH_SEX = BIRTH_SEX + ".where($this = 'F' or $this = 'M')";

  private final List<ObjectNode> features = new ArrayList<>();
  private final List<ModelInput> inputs = new ArrayList<>();
  private final List<Exclusion> exclusions = new ArrayList<>();

  /** For a model that is not given the age. */
  PopulationLimitsWriter age(Range ages) {
    LocalText title = new LocalText("Age", "年龄");
    features.add(feature("eligible-age", title, "age"));
    inputs.add(
        input(
            "eligible-age",
            title,
            "Completed years at the time of scoring. Only tells for whom the model is made.",
            InputKind.QUANTITY,
            Optional.of("a"),
            ages,
            Map.of()));
    return this;
  }

  /** The sex by the same rule as {@link Person#sex()}. */
  PopulationLimitsWriter sex(Eligibility eligibility) {
    if (eligibility.sexes().isEmpty()) {
      return this;
    }
    LocalText title = new LocalText("Sex", "性别");
    ObjectNode feature = feature("eligible-sex", title, "category");
    ArrayNode categories = feature.putArray("categories");
    SEXES.keySet().forEach(categories::add);
    ArrayNode from = feature.putArray("from");
    ObjectNode birth = from.addObject().put("resource", "Patient").put("value", BIRTH_SEX);
    birth.put("where", KNOWN_BIRTH_SEX + ".exists()");
    ObjectNode meanings = birth.putObject("meanings");
    meanings.putObject("female").putArray("code").add("F");
    meanings.putObject("male").putArray("code").add("M");
    ObjectNode gender = from.addObject().put("resource", "Patient").put("value", "gender");
    gender.put("where", KNOWN_BIRTH_SEX + ".empty()");
    ObjectNode codes = gender.putObject("meanings");
    SEXES.keySet().forEach(sex -> codes.putObject(sex).putArray("code").add(sex));
    features.add(feature);
    inputs.add(
        input(
            "eligible-sex",
            title,
            "Sex at birth if recorded, else administrative gender. Only tells for whom the model is"
                + " made.",
            InputKind.CATEGORY,
            Optional.empty(),
            Range.ALL,
            SEXES));
    LocalText because =
        new LocalText(
            "The model was made for people whose sex is "
                + eligible(eligibility).map(LocalText::en).collect(Collectors.joining(" or "))
                + ".",
            "该模型仅适用于以下性别："
                + eligible(eligibility).map(LocalText::zh).collect(Collectors.joining("、"))
                + "。");
    SEXES.keySet().stream()
        .filter(sex -> !eligibility.sexes().contains(sex))
        .forEach(sex -> exclusions.add(new Exclusion("eligible-sex", new Category(sex), because)));
    return this;
  }

  private static Stream<LocalText> eligible(Eligibility eligibility) {
    return SEXES.entrySet().stream()
        .filter(sex -> eligibility.sexes().contains(sex.getKey()))
        .map(Map.Entry::getValue);
  }

  /**
   * Those who had something before.
   *
   * @param events as they are written in the definition
   */
  PopulationLimitsWriter washout(Washout washout, List<DefinitionNode> events) {
    String name = "washout-" + washout.name();
    LocalText title =
        new LocalText("Before: " + washout.title().en(), "既往：" + washout.title().zh());
    ObjectNode feature = feature(name, title, "truth");
    ArrayNode from = feature.putArray("from");
    for (int i = 0; i < events.size(); i++) {
      from.add(source(events.get(i), washout, i));
    }
    washout.back().ifPresent(back -> feature.put("window", back.toString()));
    feature
        .putObject("absent")
        .put("assume", false)
        .put("because", "Nothing of the kind is recorded; records name what there is.");
    features.add(feature);
    inputs.add(
        input(
            name,
            title,
            "Whether it is recorded%s. Only tells for whom the model is made."
                .formatted(
                    washout
                        .back()
                        .map(" for the last %s before the time of scoring"::formatted)
                        .orElse(" until the time of scoring")),
            InputKind.TRUTH,
            Optional.empty(),
            Range.ALL,
            Map.of()));
    exclusions.add(
        new Exclusion(
            name,
            new Truth(true),
            new LocalText(
                "The model is not made for people who had this before: "
                    + washout.title().en()
                    + ".",
                "该模型不适用于既往有此情况者：" + washout.title().zh() + "。")));
    return this;
  }

  PopulationLimits limits() {
    return new PopulationLimits(features, inputs, exclusions);
  }

  /** An event as a source of a feature, whose usual statuses are others. */
  private static ObjectNode source(DefinitionNode event, Washout washout, int place) {
    ObjectNode source = event.json().deepCopy();
    if (!event.has("statuses")) {
      ArrayNode statuses = source.putArray("statuses");
      new TreeSet<>(washout.events().get(place).statuses()).forEach(statuses::add);
    }
    if (washout.events().get(place).resource() == ResourceKind.OBSERVATION) {
      source.put("value", "code.exists()"); // that it was made is the event, whatever it found
    }
    return source;
  }

  private static ObjectNode feature(String name, LocalText label, String kind) {
    ObjectNode feature = JsonNodeFactory.instance.objectNode().put("name", name);
    feature.putObject("label").put("en", label.en()).put("zh", label.zh());
    return feature.put("kind", kind);
  }

  private static ModelInput input(
      String name,
      LocalText title,
      String definition,
      InputKind kind,
      Optional<String> unit,
      Range range,
      Map<String, LocalText> categories) {
    return new ModelInput(name, title, definition, kind, unit, range, categories, Optional.empty());
  }
}
