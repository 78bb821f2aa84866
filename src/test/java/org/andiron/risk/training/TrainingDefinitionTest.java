package org.andiron.risk.training;

import static org.andiron.risk.training.Given.LIBRARY;
import static org.andiron.risk.training.Given.definition;
import static org.andiron.risk.training.Given.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.model.Horizon;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.SourceAttribute;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDefinitionTest {

  @ParameterizedTest
  @ValueSource(strings = {"readmission-30d", "cardiometabolic-2y"})
  void shippedOnesAreReadAndSayThatTheyAreDemonstrations(String id) {
    TrainingDefinition definition = definition(id, root -> {});

    assertThat(definition.id()).isEqualTo(id);
    assertThat(definition.title().en()).contains("demonstration on synthetic data");
    assertThat(definition.title().zh()).contains("合成数据演示");
    assertThat(definition.card().attributes())
        .hasSize(SourceAttribute.values().length - CardStatements.BY_TRAINING.size())
        .containsEntry(SourceAttribute.OUTPUT_TYPE, "Probability.");
    assertThat(definition.features().lookingAhead()).isEmpty();
    assertThat(definition.inputs())
        .extracting(ModelInput::name)
        .isEqualTo(definition.features().features().stream().map(FeatureDefinition::name).toList());
    assertThat(definition.outcome().isEvent()).isTrue();
  }

  @Test
  void inputsAreDescribedAsInACard() {
    TrainingDefinition definition = definition("cardiometabolic-2y", root -> {});

    assertThat(definition.outcome().horizon()).isEqualTo(new Horizon(2, Horizon.Unit.YEARS));
    ModelInput sex = definition.inputs().get(1);
    assertThat(sex.kind()).isEqualTo(InputKind.CATEGORY);
    assertThat(sex.categoryTitles().get("female").zh()).isEqualTo("女");
    ModelInput pressure = definition.inputs().get(2);
    assertThat(pressure.unit()).isEqualTo(Optional.of("mm[Hg]"));
    assertThat(pressure.range().contains(120)).isTrue();
    assertThat(pressure.range().contains(1000)).isFalse();
  }

  @Test
  void theFeaturesFileOfTheModelHasTheSameFeaturesAndThoseThatTellForWhomItIs() {
    TrainingDefinition definition = definition("cardiometabolic-2y", root -> {});

    FeatureSet read = LIBRARY.read("x", definition.featuresFile().getBytes(StandardCharsets.UTF_8));

    int inputs = definition.features().features().size();
    assertThat(read.features().subList(0, inputs))
        .extracting(FeatureDefinition::name, FeatureDefinition::window, FeatureDefinition::kind)
        .isEqualTo(
            definition.features().features().stream()
                .map(it -> tuple(it.name(), it.window(), it.kind()))
                .toList());
    assertThat(read.features().subList(inputs, read.features().size()))
        .extracting(FeatureDefinition::name)
        .containsExactly("washout-outcome-before");
  }

  private static void refused(String id, String pointer, String value, String message) {
    ObjectNode root = json(id);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), Given.node(value));
    } else if (value.isEmpty()) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, Given.node(value));
    }
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(
            () ->
                TrainingDefinition.read(
                    "x.json", root.toString().getBytes(StandardCharsets.UTF_8), LIBRARY))
        .withMessageStartingWith("x.json: ")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/sede|1|'sede' has no meaning here; known are",
        "/sede|1|did you mean \"seed\"?",
        "/seed||'seed' is missing",
        "/seed|-1|seed: must be a whole number, 0 or more",
        "/seed|1.5|seed: must be a whole number, 0 or more",
        "/id|'../x'|id: '../x' cannot name a folder: write small letters",
        "/inputs|[]|inputs: is empty: a model needs an input",
        "/inputs/0/feature|'ages'|inputs: there is no feature 'ages'",
        "/inputs/0/definition||inputs[0]: 'definition' is missing",
        "/inputs/0/categories|{}|inputs[0].categories: feature 'age' has no categories",
        "/inputs/1/categories/male||inputs[1].categories: 'male' is missing",
        "/inputs/1/categories/other|{}|inputs[1].categories: 'other' has no meaning here",
        "/card/notice/zh||card.notice: 'zh' is missing",
        "/card/sourceAttributes/purpose/users||card.sourceAttributes.purpose: 'users' is missing",
        "/card/sourceAttributes/performance/validityInternal|'good'|is what the training finds out",
        "/outcome/horizon/unit|'mo'|outcome.horizon.unit: 'mo' is no unit of a horizon: write one"
            + " of a, d",
        "/outcome/horizon/value|0|outcome.horizon.value: must be a whole number, 1 or more",
        "/outcome/death||outcome: 'death' is missing",
        "/outcome/death|'maybe'|outcome.death: 'maybe' is none of [event, no-event, exclude]",
        "/outcome/events||outcome: has nothing that could come: give 'events'",
        "/outcome/events|[]|outcome.events: is empty: say which resources",
        "/outcome/events/0/resource|'MedicationRequest'|outcome.events[0].resource:"
            + " 'MedicationRequest' is none of",
        "/outcome/events/0/codes|'no-such'|there is no code set 'no-such'",
        "/outcome/value|{'use': 'diabetes'}|outcome: is either a number or an event",
        "/index|{}|index: says no time: give 'encounters', 'every' or 'day'",
        "/index|{'day': '2015'}|index.day: '2015' is no day: write one like 2026-01-31",
        "/index|{'every': 'P0M', 'from': '2015-01-01', 'to': '2016-01-01'}|index.every: 'P0M' is"
            + " not ahead",
        "/index|{'every': 'P1M', 'from': '2017-01-01', 'to': '2016-01-01'}|index: no day is in it",
        "/index/at|'middle'|index.at: 'middle' is none of [start, end]",
        "/eligibility/age|{'from': 60, 'to': 50}|eligibility.age: nobody is of that age",
        "/eligibility/age|{'from': 121}|eligibility.age: nobody is of that age: the feature is",
        "/eligibility/sex|['women']|eligibility.sex: must be some of [female, male, other]",
        "/eligibility/history|'a year'|eligibility.history: 'a year' is no length of time",
        "/eligibility|{'from': '2015-01-01', 'to': '2015-01-01'}|eligibility: no day is in it",
        "/followUp/lost||followUp: 'lost' is missing",
        "/recording|'now'|recording: 'now' is none of [dates, last-update]",
        "/subgroups/ageBands|[65, 40]|subgroups.ageBands: must ascend",
        "/subgroups/ageBands||subgroups: 'ageBands' and the attribute 'age-band' go together",
        "/algorithms|[]|algorithms: is empty: give one or more",
        "/algorithms/0|'linear-regression'|algorithms[0]: does not learn what comes or not",
        "/algorithms/0|'random-forest'|is there already: leave it out",
        "/test|{'share': 1}|test.share: a share is more than 0 and less than 1",
        "/test|{}|test: is by time or by patients"
      })
  void whatIsWrongIsNamedWithItsPlaceAndWhatToDo(String pointer, String value, String message) {
    refused("readmission-30d", pointer, value == null ? "" : value, message);
  }

  @Test
  void washoutsAreNamedOnce() {
    refused(
        "cardiometabolic-2y",
        "/washout",
        "[{'name': 'x'}, {'name': 'x'}]",
        "washout[1]: another washout is called 'x'");
  }

  @Test
  void aNumberIsNotLearnedAsAnEvent() {
    ObjectNode outcome = (ObjectNode) json("readmission-30d").get("outcome");
    outcome.remove(List.of("events", "death"));
    outcome.put("value", "diabetes");
    refused(
        "readmission-30d",
        "/outcome",
        outcome.toString(),
        "outcome.value: must be a quantity that is taken from Observations");
    outcome.put("value", "creatinine");
    refused(
        "readmission-30d",
        "/outcome",
        outcome.toString(),
        "algorithms[0]: does not learn numbers: the outcome is a value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'statin'|feature 'statin' could look after the index time: whether a medication is active"
            + " is known for the present alone: count [active, completed, on-hold, stopped]",
        "{'use': 'sodium', 'as': 'x', 'window': 'P-90D'}|feature 'x' could look after the index"
            + " time: its window reaches ahead",
        "{'use': 'sex', 'as': 'x', 'from': [{'resource': 'Patient', 'value': 'deceased',"
            + " 'meanings': {'female': {'code': ['true']}}}]}|'deceased' in its path is known for"
            + " the present alone",
        "{'use': 'diabetes', 'as': 'x', 'from': [{'resource': 'Condition', 'codes': 'diabetes',"
            + " 'where': 'onset < today()'}]}|'today' in its path",
        "{'use': 'diabetes', 'as': 'x', 'from': [{'resource': 'Condition', 'codes': 'diabetes',"
            + " 'where': 'meta.lastUpdated.exists()'}]}|'meta' in its path",
        "{'use': 'acute-admission-coded', 'from': [{'resource': 'Encounter', 'value':"
            + " 'hospitalization.dischargeDisposition.exists()'}]}|'dischargeDisposition' in its"
            + " path"
      })
  void featuresThatCouldLookAheadAreRefused(String feature, String message) {
    refused("readmission-30d", "/inputs/10/feature", feature, message);
  }

  @Test
  void alsoThoseOnWhichOneDepends() {
    refused(
        "readmission-30d",
        "/inputs/10/feature",
        "'labile-inr'",
        "feature 'on-vitamin-k-antagonist' could look after the index time");
  }

  @Test
  void whatIsQuotedInAPathIsNoElement() {
    TrainingDefinition definition =
        definition(
            "readmission-30d",
            root ->
                ((ObjectNode) root.at("/inputs/9"))
                    .putObject("feature")
                    .put("use", "diabetes")
                    .putArray("from")
                    .addObject()
                    .put("resource", "Condition")
                    .put("codes", "diabetes")
                    .put("where", "code.text = 'deceased'"));

    assertThat(definition.features().lookingAhead()).isEmpty();
  }
}
