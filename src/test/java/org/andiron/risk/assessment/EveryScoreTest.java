package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Scored.TODAY;
import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.answered;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.ReplayResult.Reproduced;
import org.andiron.risk.feature.Analyte;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RandomRecord;
import org.andiron.risk.feature.WrongPatientException;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.GuidanceResponse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;

/** What holds of the answers to every record. */
class EveryScoreTest {

  private static final List<String> MODELS =
      Installed.all().all().stream().map(InstalledModel::id).toList();

  private static final Replay REPLAY = new Replay(MODELS.stream().map(Scored::scorer).toList());

  @Provide
  Arbitrary<String> models() {
    return Arbitraries.of(MODELS);
  }

  /** Random resources; or most of what the model takes, and a few random ones. */
  private static List<Resource> record(String model, Random random) {
    List<Resource> wild = RandomRecord.of(ID, random);
    if (random.nextInt(3) == 0) {
      return wild;
    }
    List<Resource> record =
        switch (model) {
          case "prevent-2023", "ckd-epi-2021", "kfre-4" -> Scored.prevent();
          case "cha2ds2-vasc", "has-bled" -> Scored.atrialFibrillation();
          case "lace", "hospital" -> Scored.discharged();
          default -> Scored.pooledCohort();
        };
    record.add(measured("2160-0", YESTERDAY, "0.9", "mg/dL"));
    record.removeIf(it -> !(it instanceof Patient) && random.nextInt(20) == 0);
    record.addAll(wild.subList(1, Math.min(wild.size(), 1 + random.nextInt(4))));
    return record;
  }

  private static DomainResource answer(String model, Collection<Resource> record) {
    return Scored.ENGLISH.of(Scored.score(model, record));
  }

  private static double number(Extension of, String name) {
    return ((DecimalType) of.getExtensionByUrl(name).getValue()).getValue().doubleValue();
  }

  /** So that what is said of answers below is said of something. */
  @Example
  void someAreAnsweredAndSomeAreNot() {
    int answered = 0;
    int tried = 20 * MODELS.size();
    for (int i = 0; i < tried; i++) {
      String model = MODELS.get(i % MODELS.size());
      DomainResource answer = answer(model, record(model, new Random(i)));
      answered += answer instanceof RiskAssessment ? 1 : 0;
    }
    assertThat(answered).isBetween(tried / 5, tried * 4 / 5);
  }

  @Property(tries = 300)
  void contributionsAddUp(@ForAll("models") String model, @ForAll long seed) {
    if (answer(model, record(model, new Random(seed))) instanceof RiskAssessment assessment) {
      for (RiskAssessmentPredictionComponent prediction : assessment.getPrediction()) {
        Extension all = prediction.getExtensionByUrl(RiskVocabulary.CONTRIBUTIONS);
        double sum =
            all.getExtensionsByUrl("contribution").stream()
                .mapToDouble(it -> number(it, "amount"))
                .sum();
        assertThat(sum).isCloseTo(number(all, "predictor") - number(all, "base"), within(1e-6));
        if (prediction.hasProbability()) {
          assertThat(prediction.getProbabilityDecimalType().getValue())
              .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(100));
        }
      }
    }
  }

  @Property(tries = 300)
  void allThatIsNamedIsOfTheRecordAndThePatient(@ForAll("models") String model, @ForAll long seed) {
    List<Resource> record = record(model, new Random(seed));
    Set<String> known = new HashSet<>();
    for (Resource resource : record) {
      known.add(
          "%s/%s/_history/%s"
              .formatted(
                  resource.fhirType(),
                  resource.getIdElement().getIdPart(),
                  resource.getMeta().getVersionId()));
    }
    DomainResource answer = answer(model, record);
    if (answer instanceof RiskAssessment assessment) {
      assertThat(assessment.getSubject().getReference()).isEqualTo("Patient/" + ID);
      assertThat(assessment.getBasis())
          .extracting(Reference::getReference)
          .isSubsetOf(known)
          .contains("Patient/" + ID + "/_history/1");
    } else {
      GuidanceResponse guidance = (GuidanceResponse) answer;
      assertThat(guidance.getSubject().getReference()).isEqualTo("Patient/" + ID);
      assertThat(guidance.hasEvaluationMessage()).isTrue();
    }
  }

  @Property(tries = 150)
  void orderAndUnrelatedResourcesChangeNothing(@ForAll("models") String model, @ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> record = record(model, random);
    String before = Conformance.json(answer(model, record));
    Collections.shuffle(record, random);
    AllergyIntolerance allergy = Given.identified(new AllergyIntolerance());
    allergy.setPatient(new Reference("Patient/" + ID));
    record.add(random.nextInt(record.size()), allergy);
    record.add(measured("72514-3", YESTERDAY, "3", "{score}"));
    record.add(condition(SNOMED, "444814009", "2026-02-01"));
    assertThat(Conformance.json(answer(model, record))).isEqualTo(before);
  }

  /** What goes into a score is enough to compute it again. */
  @Property(tries = 300)
  void allAnswersCanBeComputedAgain(@ForAll("models") String model, @ForAll long seed) {
    List<Resource> record = record(model, new Random(seed));
    if (answer(model, record) instanceof RiskAssessment assessment) {
      assertThat(REPLAY.of(assessment, record)).isInstanceOf(Reproduced.class);
    }
  }

  @Property(tries = 300)
  void aResourceOfSomebodyElseIsNeverPassedOver(@ForAll("models") String model, @ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> record = record(model, random);
    Observation other = measured("2093-3", YESTERDAY, "180", "mg/dL");
    other.setSubject(new Reference("Patient/p2"));
    record.add(random.nextInt(record.size()), other);
    boolean refused = false;
    try {
      answer(model, record);
    } catch (WrongPatientException e) {
      refused = true;
    }
    assertThat(refused).isTrue();
  }

  /** By the molar mass of cholesterol, and by that of mercury. */
  @Property(tries = 100)
  void equivalentUnitsGiveTheSame(
      @ForAll @DoubleRange(min = 131, max = 319) double cholesterol,
      @ForAll @IntRange(min = 91, max = 199) int pressure) {
    double one = probability(cholesterol, "mg/dL", pressure, "mm[Hg]");
    double molar =
        CONVERTER
            .conversion("mg/dL", "mmol/L", Analyte.CHOLESTEROL)
            .orElseThrow()
            .apply(cholesterol);
    double pascals = CONVERTER.conversion("mm[Hg]", "kPa", null).orElseThrow().apply(pressure);
    assertThat(probability(molar, "mmol/L", pascals, "kPa")).isCloseTo(one, within(1e-9));
  }

  private static double probability(
      double cholesterol, String cholesterolUnit, double pressure, String pressureUnit) {
    List<Resource> record = new ArrayList<>();
    Patient woman = Given.woman();
    woman
        .addExtension()
        .setUrl("http://hl7.org/fhir/us/core/StructureDefinition/us-core-race")
        .addExtension()
        .setUrl("ombCategory")
        .setValue(new Coding("urn:oid:2.16.840.1.113883.6.238", "2054-5", null));
    record.add(woman);
    record.add(
        measured("2093-3", YESTERDAY, BigDecimal.valueOf(cholesterol).toString(), cholesterolUnit));
    record.add(measured("2085-9", YESTERDAY, "50", "mg/dL"));
    record.add(
        measured("8480-6", YESTERDAY, BigDecimal.valueOf(pressure).toString(), pressureUnit));
    record.add(answered("72166-2", YESTERDAY, SNOMED, "266919005"));
    Score score = Scored.scorer("pce-2013").score(PatientRecord.of(ID, record), NOW, TODAY);
    return score.predictions().get(0).prediction().probability().orElseThrow();
  }
}
