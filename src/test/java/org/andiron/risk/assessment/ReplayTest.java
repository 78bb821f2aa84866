package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Conformance.valid;
import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.assessment.Scored.assessed;
import static org.andiron.risk.assessment.Scored.atrialFibrillation;
import static org.andiron.risk.assessment.Scored.discharged;
import static org.andiron.risk.assessment.Scored.pooledCohort;
import static org.andiron.risk.assessment.Scored.prevent;
import static org.andiron.risk.assessment.Scored.scorer;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.RXNORM;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.andiron.risk.assessment.ReplayResult.Different;
import org.andiron.risk.assessment.ReplayResult.Impossible;
import org.andiron.risk.assessment.ReplayResult.Loss;
import org.andiron.risk.assessment.ReplayResult.Loss.Kind;
import org.andiron.risk.assessment.ReplayResult.Reproduced;
import org.andiron.risk.feature.PatientRecord;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Nothing; text, numbers and objects that do not belong there. */
  private static final List<JsonNode> SPOILED =
      List.of(
          MissingNode.getInstance(),
          TextNode.valueOf("x"),
          TextNode.valueOf("2026"),
          TextNode.valueOf("Patient/p2"),
          DecimalNode.valueOf(new BigDecimal("1e400")),
          DecimalNode.valueOf(new BigDecimal("4.9e-324")),
          JSON.createObjectNode(),
          JSON.createObjectNode()
              .set(
                  "extension",
                  JSON.createArrayNode()
                      .add(JSON.createObjectNode().put("url", "urn:x").put("valueCode", "y"))));

  private final Replay replay =
      new Replay(
          Stream.of("prevent-2023", "pce-2013", "cha2ds2-vasc", "lace")
              .map(Scored::scorer)
              .toList());

  /** As it comes back from a database: as text. */
  private static RiskAssessment stored(RiskAssessment assessment) {
    String json = Conformance.json(assessment);
    return Conformance.R4.newJsonParser().parseResource(RiskAssessment.class, json);
  }

  private static List<Resource> only(List<Resource> record, RiskAssessment assessment) {
    Set<String> needed = Replay.needed(assessment);
    return record.stream()
        .filter(
            it ->
                needed.contains(
                    it.fhirType() + "/" + it.getIdElement().getIdPart() + "/_history/1"))
        .toList();
  }

  static Stream<Arguments> scores() {
    return Stream.of(
        Arguments.of("prevent-2023", prevent()),
        Arguments.of("pce-2013", pooledCohort()),
        Arguments.of("cha2ds2-vasc", atrialFibrillation()),
        Arguments.of("lace", discharged()));
  }

  @ParameterizedTest
  @MethodSource("scores")
  void givesTheSameFromTheVersionsOfTheBasisAlone(String model, List<Resource> record) {
    RiskAssessment stored = stored(assessed(model, record));
    List<Resource> basis = only(record, stored);
    assertThat(basis).hasSameSizeAs(stored.getBasis());
    assertThat(replay.of(stored, basis)).isInstanceOf(Reproduced.class);
  }

  @Test
  void isNotMovedByWhatCameLater() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    record.add(measured("2093-3", "2026-02-28T09:00:00Z", "290", "mg/dL"));
    Observation amended = ((Observation) record.get(1)).copy();
    amended.getMeta().setVersionId("2");
    amended.setValue(measured("2093-3", YESTERDAY, "301", "mg/dL").getValue());
    record.add(amended);
    assertThat(replay.of(stored, record)).isInstanceOf(Reproduced.class);
  }

  @Test
  void readsMedicationsInTheirVersions() {
    List<Resource> record = prevent();
    record.removeIf(MedicationRequest.class::isInstance);
    MedicationRequest order = order("314076", "2026-01-02");
    order.setMedication(new Reference("Medication/m1"));
    Medication medication = new Medication();
    medication.setId("m1");
    medication.getMeta().setVersionId("1");
    medication.setCode(concept(RXNORM, "314076"));
    record.add(order);
    record.add(medication);
    RiskAssessment stored = stored(assessed("prevent-2023", record));
    assertThat(Replay.needed(stored)).contains("Medication/m1/_history/1");
    assertThat(replay.of(stored, record)).isInstanceOf(Reproduced.class);
    record.remove(medication);
    assertThat(replay.of(stored, record))
        .isEqualTo(
            new Impossible(List.of(new Loss(Kind.RESOURCE_VERSION, "Medication/m1/_history/1"))));
  }

  @Test
  void namesAllThatIsGone() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    stored.addBasis(new Reference("Observation/x"));
    String gone = "Observation/" + record.get(1).getIdElement().getIdPart() + "/_history/1";
    record.remove(1);
    assertThat(replay.of(stored, record))
        .isEqualTo(
            new Impossible(
                List.of(
                    new Loss(Kind.RESOURCE_VERSION, gone),
                    new Loss(Kind.VERSION_UNKNOWN, "Observation/x"))));
  }

  @Test
  void saysWhichModelIsGone(@TempDir Path root) {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    assertThat(losses(new Replay(List.of(scorer("lace"))), stored, record))
        .containsExactly(new Loss(Kind.MODEL, "https://andiron.org/risk-models/pce-2013"));
    Changed changed = Changed.copy(root, "pce-2013");
    changed.with("model.json", "\"licence\": \"", "\"licence\": \"x ");
    assertThat(losses(new Replay(List.of(changed.scorer())), stored, record))
        .extracting(Loss::kind)
        .containsExactly(Kind.MODEL_CONTENT);
    changed.with("model.json", "\"version\": \"1.0.0\"", "\"version\": \"1.0.1\"");
    assertThat(losses(new Replay(List.of(changed.scorer())), stored, record))
        .containsExactly(
            new Loss(Kind.MODEL_VERSION, "https://andiron.org/risk-models/pce-2013|1.0.0"));
  }

  private static List<Loss> losses(Replay by, RiskAssessment stored, List<Resource> record) {
    return ((Impossible) by.of(stored, record)).losses();
  }

  /** Whether a model may still be used is of no interest for what it once said. */
  @Test
  void isPossibleAfterAModelHasExpired(@TempDir Path root) {
    Scorer expiring =
        Changed.copy(root, "pce-2013")
            .with("model.json", "\"version\":", "\"expires\": \"2026-03-01\", \"version\":")
            .scorer();
    List<Resource> record = pooledCohort();
    Score score = expiring.score(PatientRecord.of(ID, record), NOW, Scored.TODAY);
    RiskAssessment stored = stored((RiskAssessment) Scored.ENGLISH.of(score));
    assertThat(new Replay(List.of(expiring)).of(stored, record)).isInstanceOf(Reproduced.class);
  }

  @Test
  void findsANumberThatSomebodyChanged() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    DecimalType probability =
        (DecimalType)
            stored
                .getPredictionFirstRep()
                .getExtensionByUrl(RiskVocabulary.RESULT)
                .getExtensionByUrl("probability")
                .getValue();
    double once = probability.getValue().doubleValue();
    probability.setValue(RiskVocabulary.exact(Math.nextUp(once)));
    Different different = (Different) replay.of(stored, record);
    assertThat(different.differences())
        .singleElement()
        .satisfies(it -> assertThat(it.outcome()).contains("ascvd-10y"))
        .satisfies(it -> assertThat(it.name()).isEqualTo("probability"))
        .satisfies(it -> assertThat(it.computed()).contains(Double.toString(once)));
  }

  /** Machines differ in the last digits of contributions, as those of trees are made. */
  @ParameterizedTest
  @CsvSource({"1e-12, true", "1e-6, false"})
  void theLastDigitsOfContributionsMayDiffer(double by, boolean same) {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    Extension contributions =
        stored.getPredictionFirstRep().getExtensionByUrl(RiskVocabulary.CONTRIBUTIONS);
    Stream.concat(
            contributions.getExtension().stream().filter(it -> it.getUrl().equals("sum")),
            contributions.getExtension().stream()
                .filter(it -> it.getUrl().equals("contribution"))
                .map(it -> it.getExtensionByUrl("amount")))
        .map(it -> (DecimalType) it.getValue())
        .forEach(it -> it.setValue(RiskVocabulary.exact(it.getValue().doubleValue() + by)));
    ReplayResult result = replay.of(stored, record);
    if (same) {
      assertThat(result).isInstanceOf(Reproduced.class);
    } else {
      assertThat(((Different) result).differences())
          .extracting(ReplayResult.Difference::name)
          .contains("sum", "contribution of total-cholesterol")
          .doesNotContain("probability", "predictor");
    }
  }

  @Test
  void findsAPercentageThatSomebodyChanged() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    stored.getPredictionFirstRep().setProbability(new DecimalType("5.37"));
    assertThat(((Different) replay.of(stored, record)).differences())
        .containsExactly(
            new ReplayResult.Difference(
                Optional.of("ascvd-10y"), "probabilityDecimal", "5.37", Optional.of("5.38")));
  }

  @Test
  void findsAnInputThatSomebodyChangedWithinItsVersion() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    Observation changed = (Observation) record.get(1);
    changed.setValue(measured("2093-3", YESTERDAY, "214", "mg/dL").getValue());
    assertThat(((Different) replay.of(stored, record)).differences())
        .extracting(ReplayResult.Difference::name)
        .startsWith("inputHash")
        .contains("probability", "contribution of total-cholesterol");
  }

  @Test
  void refusesTheResourcesOfSomebodyElse() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    ((Observation) record.get(1)).setSubject(new Reference("Patient/p2"));
    assertThatExceptionOfType(UnusableBasisException.class)
        .isThrownBy(() -> replay.of(stored, record))
        .withMessageContaining("names a Observation that is not of the subject");
  }

  @Test
  void refusesABasisWithoutThePatient() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    stored.getBasis().removeIf(it -> it.getReference().startsWith("Patient/"));
    assertThatExceptionOfType(UnusableBasisException.class)
        .isThrownBy(() -> replay.of(stored, record))
        .withMessageContaining("does not name the Patient");
  }

  /** Who may update a RiskAssessment may leave out, empty or spoil whatever there is. */
  @ParameterizedTest
  @CsvSource({"pce-2013", "lace"})
  void whateverWasChangedIsAnsweredOrRefused(String model) throws IOException {
    List<Resource> record = model.equals("lace") ? discharged() : pooledCohort();
    RiskAssessment assessment = assessed(model, record);
    assessment.setText(null);
    String json = Conformance.json(assessment);
    List<String> all = new ArrayList<>();
    pointers(JSON.readTree(json), "", all);
    Map<String, Integer> results = new TreeMap<>();
    for (String pointer : all) {
      for (JsonNode other : SPOILED) {
        ObjectNode changed = (ObjectNode) JSON.readTree(json);
        put(changed, pointer, other);
        results.merge(result(changed.toString(), record), 1, Integer::sum);
      }
    }
    assertThat(results).containsKeys("refused", "Reproduced", "Different", "Impossible", "broken");
  }

  private String result(String json, List<Resource> record) {
    RiskAssessment changed;
    try {
      changed = Conformance.R4.newJsonParser().parseResource(RiskAssessment.class, json);
    } catch (RuntimeException e) {
      return "unreadable"; // by HAPI's parser, which fails in all ways
    }
    try {
      Replay.needed(changed);
      StoredPrediction.of(changed);
    } catch (IllegalArgumentException e) {
      return "refused";
    }
    try {
      ReplayResult result = replay.of(changed, record);
      Conformance.json(ReplayAnswer.of(result));
      return result.getClass().getSimpleName();
    } catch (UnusableBasisException e) {
      return "broken";
    }
  }

  private static void pointers(JsonNode node, String at, List<String> all) {
    if (!at.isEmpty()) {
      all.add(at);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        pointers(node.get(i), at + "/" + i, all);
      }
    } else {
      node.fields().forEachRemaining(it -> pointers(it.getValue(), at + "/" + it.getKey(), all));
    }
  }

  private static void put(ObjectNode root, String pointer, JsonNode other) {
    int last = pointer.lastIndexOf('/');
    String name = pointer.substring(last + 1);
    JsonNode parent = root.at(pointer.substring(0, last));
    if (parent instanceof ArrayNode array) {
      if (other.isMissingNode()) {
        array.remove(Integer.parseInt(name));
      } else {
        array.set(Integer.parseInt(name), other);
      }
    } else if (other.isMissingNode()) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, other);
    }
  }

  @Test
  void refusesWhatThisServerDidNotCompute() {
    RiskAssessment foreign = new RiskAssessment();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.of(foreign, List.of()))
        .withMessageContaining("RiskAssessment.method");
    RiskAssessment without = stored(assessed("pce-2013", pooledCohort()));
    without.getExtension().removeIf(it -> it.getUrl().equals(RiskVocabulary.COMPUTATION));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.of(without, List.of()))
        .withMessageContaining("risk-computation");
  }

  @Test
  void isAnsweredAsParameters() {
    List<Resource> record = pooledCohort();
    RiskAssessment stored = stored(assessed("pce-2013", record));
    assertThat(valid(ReplayAnswer.of(replay.of(stored, record))).getParameterFirstRep())
        .satisfies(it -> assertThat(it.getValue().primitiveValue()).isEqualTo("same"));
    var lost = valid(ReplayAnswer.of(replay.of(stored, new ArrayList<>(List.of(record.get(0))))));
    assertThat(lost.getParameterFirstRep().getValue().primitiveValue()).isEqualTo("impossible");
    assertThat(lost.getParameter()).hasSize(5);
    ((Observation) record.get(1))
        .setValue(measured("2093-3", YESTERDAY, "214", "mg/dL").getValue());
    var different = valid(ReplayAnswer.of(replay.of(stored, record)));
    assertThat(different.getParameterFirstRep().getValue().primitiveValue()).isEqualTo("different");
  }
}
