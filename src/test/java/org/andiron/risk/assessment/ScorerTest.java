package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Scored.TODAY;
import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.assessment.Scored.pooledCohort;
import static org.andiron.risk.assessment.Scored.prevent;
import static org.andiron.risk.assessment.Scored.score;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.explanation.RefusalExplanation;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.Refusal;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.ModelPackage;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.Predictor;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RefusalReason.Expired;
import org.andiron.risk.model.RefusalReason.Missing;
import org.andiron.risk.model.RefusalReason.NotComputable;
import org.andiron.risk.model.RefusalReason.NotEvaluated;
import org.andiron.risk.model.RefusalReason.OutOfRange;
import org.andiron.risk.model.RiskModel;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTest {

  private static Condition undatedDiabetes() {
    Condition condition = condition(SNOMED, "44054006", "2020-01-01");
    condition.setOnset(null);
    return condition;
  }

  private static List<RefusalReason> reasons(Score score) {
    return score.refusals().stream().flatMap(it -> it.reasons().stream()).distinct().toList();
  }

  private static List<Resource> with(List<Resource> record, Resource... more) {
    List<Resource> all = new ArrayList<>(record);
    all.addAll(List.of(more));
    return all;
  }

  @Nested
  class WhatTheCardAssumes {

    @Test
    void holdsWhereNothingIsRecorded() {
      Score score = score("pce-2013", pooledCohort());
      assertThat(score.isAnswered()).isTrue();
      assertThat(score.predictions().get(0).prediction().assumed())
          .containsExactly("antihypertensive-medication", "diabetes", "cardiovascular-disease");
      assertThat(score.scoredInputs())
          .filteredOn(it -> it.input().name().equals("diabetes"))
          .singleElement()
          .satisfies(it -> assertThat(it.assumed()).isEqualTo(AssumedPart.WHOLE))
          .satisfies(it -> assertThat(it.value()).isEqualTo(new Truth(false)));
    }

    @Test
    void doesNotHoldWhereSomethingIsRecordedThatCannotBeUsed() {
      Score score = score("pce-2013", with(pooledCohort(), undatedDiabetes()));
      assertThat(score.isAnswered()).isFalse();
      assertThat(reasons(score)).containsExactly(new Missing("diabetes"));
      assertThat(score.scoredInputs())
          .extracting(it -> it.input().name())
          .doesNotContain("diabetes");
    }

    @Test
    void isRefusedTogetherWithAllElse() {
      List<Resource> record = with(pooledCohort(), undatedDiabetes());
      record.removeIf(
          it ->
              it instanceof Observation observation
                  && observation.getCode().getCodingFirstRep().getCode().equals("2085-9"));
      record.add(measured("2093-3", "2026-03-01T08:00:00Z", "330", "mg/dL"));
      assertThat(reasons(score("pce-2013", record)))
          .hasSize(3)
          .startsWith(new Missing("hdl-cholesterol"), new Missing("diabetes"))
          .last()
          .isInstanceOf(OutOfRange.class);
    }

    @Test
    void isNamedAlsoIfTheDefinitionOfTheFeatureAssumesIt() {
      Score score = score("lace", List.of(Given.man(), Scored.stay()));
      assertThat(score.predictions().get(0).prediction().assumed())
          .containsExactly("charlson-index", "emergency-visits-6-months");
      assertThat(score.predictions().get(0).prediction().score()).hasValue(6);
    }
  }

  @Nested
  class RefusesARecord {

    private Score of(Patient patient) {
      List<Resource> record = pooledCohort();
      Patient shaped = (Patient) record.get(0);
      patient.setBirthDateElement(
          patient.hasBirthDate() ? patient.getBirthDateElement() : shaped.getBirthDateElement());
      patient.setId(ID);
      patient.getMeta().setVersionId("1");
      record.set(0, patient);
      return score("pce-2013", record);
    }

    @Test
    void ofTheDead() {
      Patient dead = new Patient();
      dead.setDeceased(new BooleanType(true));
      Score score = of(dead);
      assertThat(score.extraction().refusals()).isEqualTo(Set.of(Refusal.DECEASED));
      assertThat(score.explanations()).isEmpty();
      assertThat(score.isAnswered()).isFalse();
    }

    @Test
    void thatWasReplaced() {
      Patient merged = new Patient();
      merged
          .addLink()
          .setOther(new Reference("Patient/other"))
          .setType(Patient.LinkType.REPLACEDBY);
      assertThat(of(merged).extraction().refusals()).isEqualTo(Set.of(Refusal.REPLACED));
    }

    @Test
    void inWhichAResourceIsOfSomebodyElse() {
      Observation other = measured("2093-3", YESTERDAY, "100", "mg/dL");
      other.setSubject(new Reference("Patient/p2"));
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> score("pce-2013", with(pooledCohort(), other)));
    }
  }

  @Nested
  class RefusesAModel {

    @TempDir private Path root;

    private Score by(Scorer scorer) {
      return scorer.score(PatientRecord.of(ID, pooledCohort()), NOW, TODAY);
    }

    @Test
    void thatNobodyEvaluated() {
      Score score = by(Changed.copy(root, "pce-2013").without("model.json", "evaluated").scorer());
      assertThat(score.obstacle()).contains(new NotEvaluated());
      assertThat(reasons(score)).containsExactly(new NotEvaluated());
      assertThat(score.refusals()).extracting(RefusalExplanation::outcome).hasSize(1);
    }

    @Test
    void fromTheDayAfterItsLastOn() {
      Changed expiring =
          Changed.copy(root, "pce-2013")
              .with("model.json", "\"version\":", "\"expires\": \"2026-03-01\", \"version\":");
      Scorer scorer = expiring.scorer();
      assertThat(by(scorer).isAnswered()).isTrue();
      PatientRecord record = PatientRecord.of(ID, pooledCohort());
      Score after = scorer.score(record, NOW, TODAY.plusDays(1));
      assertThat(reasons(after)).containsExactly(new Expired(TODAY));
      assertThat(after.isAnswered()).isFalse();
    }

    @Test
    void forThoseForWhomItDoesNotHold() {
      List<Resource> record = pooledCohort();
      ((Patient) record.get(0)).getBirthDateElement().setValueAsString("2000-01-01");
      assertThat(reasons(score("pce-2013", record))).singleElement().isInstanceOf(OutOfRange.class);
    }
  }

  @Test
  void flagsWhatIsOutsideOfWhatTheModelWasMadeFor(@TempDir Path root) {
    Scorer scorer =
        Changed.copy(root, "pce-2013")
            .with(
                "features.json",
                "\"systolic-blood-pressure\"",
                "{\"use\": \"systolic-blood-pressure\", \"trained\": [125, 160]}")
            .scorer();
    Score score = scorer.score(PatientRecord.of(ID, pooledCohort()), NOW, TODAY);
    assertThat(score.scoredInputs())
        .filteredOn(ScoredInput::outOfDistribution)
        .extracting(it -> it.input().name())
        .containsExactly("systolic-blood-pressure");
  }

  @Test
  void answersForEachOutcomeByItself() {
    List<Resource> record = prevent();
    ((Patient) record.get(0)).getBirthDateElement().setValueAsString("1960-01-01");
    Score score = score("prevent-2023", record);
    assertThat(score.predictions())
        .extracting(it -> it.outcome().id())
        .containsExactly("cvd-10y", "ascvd-10y", "heart-failure-10y");
    assertThat(score.refusals())
        .extracting(it -> it.outcome().id())
        .containsExactly("cvd-30y", "ascvd-30y", "heart-failure-30y");
  }

  @Test
  void keepsTimeAsFhirDoes() {
    Score score =
        Scored.scorer("pce-2013")
            .score(PatientRecord.of(ID, pooledCohort()), NOW.plusNanos(1_999_999), TODAY);
    assertThat(score.asOf()).isEqualTo(NOW.plusMillis(1));
  }

  @Test
  void namesThePatientAmongWhatItUsed() {
    Score score = score("pce-2013", pooledCohort());
    assertThat(score.basis()).contains(score.subject()).doesNotHaveDuplicates();
    assertThat(score.subject().reference()).isEqualTo("Patient/p1/_history/1");
  }

  @Test
  void hashesTheInputsAndTheModel(@TempDir Path root) {
    Score score = score("pce-2013", pooledCohort());
    assertThat(score.inputHash()).matches("[0-9a-f]{64}");
    assertThat(score("pce-2013", pooledCohort()).inputHash()).isEqualTo(score.inputHash());
    List<Resource> other =
        with(pooledCohort(), measured("2093-3", "2026-03-01T08:00:00Z", "213.1", "mg/dL"));
    assertThat(score("pce-2013", other).inputHash()).isNotEqualTo(score.inputHash());
    Scorer changed = Changed.copy(root, "pce-2013").with("model.json", "1.0.0", "1.0.1").scorer();
    assertThat(changed.score(PatientRecord.of(ID, pooledCohort()), NOW, TODAY).inputHash())
        .isNotEqualTo(score.inputHash());
  }

  /** As a library may, of a file that it can read and not compute. */
  @Test
  void aModelThatFailsGivesNoAnswer() {
    InstalledModel whole = Installed.model("pce-2013");
    RiskModel works = whole.content().model();
    Predictor fails =
        new Predictor() {
          @Override
          public Set<String> outcomes() {
            return works.card().outcomes().stream().map(Outcome::id).collect(Collectors.toSet());
          }

          @Override
          public Set<String> inputs(String outcome) {
            return works.needed(outcome).stream().map(ModelInput::name).collect(Collectors.toSet());
          }

          @Override
          public Estimate estimate(String outcome, FeatureVector inputs) {
            throw new IllegalStateException("values " + inputs);
          }
        };
    InstalledModel broken =
        new InstalledModel(
            new ModelPackage(new RiskModel(works.card(), fails), whole.content().digest()),
            whole.features(),
            Optional.empty());
    List<Resource> record = pooledCohort();
    assertThat(score("pce-2013", record).isAnswered()).isTrue();
    Map<String, RuntimeException> failures = new HashMap<>();

    Score score =
        new Scorer(broken, Given.CONVERTER, failures::put)
            .score(PatientRecord.of(ID, record), NOW, TODAY);

    String outcome = works.card().outcomes().get(0).id();
    assertThat(score.isAnswered()).isFalse();
    assertThat(reasons(score)).containsExactly(new NotComputable(outcome));
    assertThat(failures).containsOnlyKeys(outcome);
    Scorer throwing = new Scorer(broken, Given.CONVERTER);
    PatientRecord patient = PatientRecord.of(ID, record);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> throwing.score(patient, NOW, TODAY));
  }
}
