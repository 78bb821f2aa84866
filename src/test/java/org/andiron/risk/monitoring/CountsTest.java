package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.feedback.FeedbackCounts;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.monitoring.Finding.What;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final ModelCard CARD = Clinic.MODEL.content().model().card();

  private final Counter counter =
      new Counter(
          new ModelBins(
              Map.of(
                  "age", new Binning.Numeric(List.of(50d, 60d)),
                  "sex", new Binning.Categorical(List.of("female", "male"))),
              new Binning.Numeric(List.of(0.1))));

  private static Observation scored(double age, String sex, double score) {
    return new Observation(
        true,
        new FeatureVector(
            Map.of("age", new FeatureValue.Quantity(age), "sex", new FeatureValue.Category(sex))),
        Map.of(),
        OptionalDouble.of(score),
        Set.of(),
        Map.of());
  }

  @Test
  void eachIsInItsBin() {
    counter.add(scored(45, "female", 0.05));
    counter.add(scored(50, "male", 0.1));
    counter.add(scored(70, "unknown", 0.3));
    DayCounts counts = counter.counts();
    assertThat(counts.scored()).isEqualTo(3);
    assertThat(counts.features().get("age").counts()).containsExactly(2L, 0L, 1L, 0L);
    assertThat(counts.features().get("sex").counts()).containsExactly(1L, 1L, 1L, 0L);
    assertThat(counts.scores().counts()).containsExactly(2L, 1L, 0L);
  }

  @Test
  void aRefusalCountsWhatIsMissingAndWhy() {
    counter.add(
        new Observation(
            true,
            new FeatureVector(Map.of()),
            Map.of(),
            OptionalDouble.empty(),
            Set.of("missing age", "missing sex"),
            Map.of()));
    DayCounts counts = counter.counts();
    assertThat(counts.features().get("age").missing()).isEqualTo(1);
    assertThat(counts.scores().missing()).isEqualTo(1);
    assertThat(counts.asked()).isEqualTo(1);
    assertThat(counts.scored()).isZero();
    assertThat(counts.refusals()).isEqualTo(Map.of("missing age", 1L, "missing sex", 1L));
  }

  @Test
  void ofAPatientWhoIsRefusedNothingIsMissing() {
    counter.add(
        new Observation(
            false,
            new FeatureVector(Map.of()),
            Map.of(),
            OptionalDouble.empty(),
            Set.of("deceased"),
            Map.of()));
    assertThat(counter.counts().features().get("age").total()).isZero();
    assertThat(counter.counts().scores().missing()).isEqualTo(1);
  }

  @Test
  void unitsAreNoMoreThanCanBe() {
    for (int i = 0; i < 50; i++) {
      counter.add(
          new Observation(
              true,
              new FeatureVector(Map.of()),
              Map.of("age", "u" + i),
              OptionalDouble.empty(),
              Set.of(),
              Map.of()));
    }
    assertThat(counter.counts().units().get("age")).hasSize(21).containsEntry("other", 30L);
  }

  @Test
  void whatDidNotChangeIsNotTakenAgain() {
    assertThat(counter.takeChanged()).isNull();
    counter.add(scored(45, "female", 0.05));
    DayCounts taken = counter.takeChanged();
    assertThat(taken).isNotNull();
    assertThat(counter.takeChanged()).isNull();
    counter.putBack();
    assertThat(counter.takeChanged()).isEqualTo(taken);
  }

  private static Observation unmapped(Map<String, Integer> resources) {
    return new Observation(
        true, new FeatureVector(Map.of()), Map.of(), OptionalDouble.empty(), Set.of(), resources);
  }

  @Test
  void whatHasNoKnownCodeIsCountedByType() {
    counter.add(unmapped(Map.of("Observation", 3, "Condition", 1)));
    counter.add(unmapped(Map.of("Observation", 2)));
    DayCounts counts = counter.counts();
    assertThat(counts.unmapped()).isEqualTo(Map.of("Condition", 1L, "Observation", 5L));
    assertThat(counts.merge(counts).unmapped())
        .isEqualTo(Map.of("Condition", 2L, "Observation", 10L));
    String json = MonitoringJson.write(counts);
    assertThat(MonitoringJson.read(json, DayCounts.class)).isEqualTo(counts);
    String before = json.replace(",\"unmapped\":{\"Condition\":1,\"Observation\":5}", "");
    assertThat(before).isNotEqualTo(json);
    assertThat(MonitoringJson.read(before, DayCounts.class).unmapped()).isEmpty();
    assertThat(MonitoringJson.write(new Counter(ModelBins.of(Clinic.MODEL)).counts()))
        .doesNotContain("unmapped");
    MeasureReport report =
        MonitoringReport.of(
            CARD,
            LocalDate.of(2026, 3, 1),
            counts,
            Optional.empty(),
            List.of(),
            FeedbackCounts.NONE,
            List.of());
    MeasureReportGroupComponent group = group(report, "resources without a known code");
    assertThat(group.getPopulationFirstRep().getCount()).isEqualTo(6);
    assertThat(group.getStratifierFirstRep().getStratum())
        .extracting(it -> it.getValue().getText(), it -> it.getPopulationFirstRep().getCount())
        .containsExactly(tuple("Condition", 1), tuple("Observation", 5));
  }

  /** A laboratory that writes codes of its own is told of, and none of its codes. */
  @Test
  void codesOfALaboratoryOfItsOwnAreCounted() {
    DayCounts usual = new Clinic(4).day(20, Clinic.Laboratory.USUAL);
    assertThat(usual.unmapped()).isEmpty();
    DayCounts own = new Clinic(4).day(20, Clinic.Laboratory.OWN_CODES);
    assertThat(own.unmapped()).isEqualTo(Map.of("Observation", 20L));
    assertThat(own.features().get("total-cholesterol").missing()).isEqualTo(20);
    assertThat(MonitoringJson.write(own)).doesNotContain("urn:example");
  }

  @Test
  void countsAreKeptAsJsonAndAddUp() {
    counter.add(scored(45, "female", 0.05));
    DayCounts one = counter.counts();
    assertThat(MonitoringJson.read(MonitoringJson.write(one), DayCounts.class)).isEqualTo(one);
    assertThat(one.merge(one).scored()).isEqualTo(2);
    ModelBins bins = ModelBins.of(Clinic.MODEL);
    assertThat(MonitoringJson.read(MonitoringJson.write(bins), ModelBins.class)).isEqualTo(bins);
  }

  @Test
  void binsAreTenthsOfTheRangeOfTheCard() {
    ModelBins bins = ModelBins.of(Clinic.MODEL);
    assertThat(((Binning.Numeric) bins.features().get("total-cholesterol")).edges())
        .containsExactly(130d, 149d, 168d, 187d, 206d, 225d, 244d, 263d, 282d, 301d, 320d);
    assertThat(((Binning.Categorical) bins.features().get("race")).codes())
        .containsExactly("white", "black", "other");
    assertThat(((Binning.Categorical) bins.features().get("diabetes")).codes())
        .containsExactly("false", "true");
  }

  @Test
  void theReportHasGroupsForAllThatWasCounted() {
    Reference reference = Clinic.reference(new Clinic(1), 1, 100);
    DayCounts day = new Clinic(2).day(50, Clinic.Laboratory.FIFTH_MISSING);
    List<OutcomeStore.Row> outcomes =
        List.of(
            new OutcomeStore.Row("cvd", 0.25, true, Map.of("sex", "female")),
            new OutcomeStore.Row("cvd", 0.25, false, Map.of("sex", "female")));
    MeasureReport report =
        MonitoringReport.of(
            CARD,
            LocalDate.of(2026, 3, 1),
            day,
            Optional.of(reference),
            outcomes,
            new FeedbackCounts(3, new TreeMap<>(Map.of("known", 2L, "", 1L))),
            List.of(new Finding(What.MISSING, "total-cholesterol", 0.2, 0.1)));
    assertThat(report.getIdentifierFirstRep().getValue()).isEqualTo(CARD.version());
    assertThat(report.getPeriod().getStart().toInstant())
        .isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    MeasureReportGroupComponent answers = group(report, "answers");
    assertThat(answers.getPopulation().get(0).getCount()).isEqualTo(50);
    int missing = (int) day.features().get("total-cholesterol").missing();
    assertThat(answers.getPopulation().get(1).getCount()).isEqualTo(50 - missing);
    assertThat(answers.getStratifierFirstRep().getStratumFirstRep().getValue().getText())
        .isEqualTo("missing total-cholesterol");
    MeasureReportGroupComponent cholesterol = group(report, "input total-cholesterol");
    assertThat(cholesterol.getPopulation().get(1).getCount()).isEqualTo(missing).isPositive();
    assertThat(cholesterol.getMeasureScore().getValue().doubleValue()).isPositive();
    // Observed one, expected a half.
    assertThat(group(report, "outcome cvd").getMeasureScore().getValue().doubleValue())
        .isEqualTo(2);
    assertThat(
            group(report, "outcome cvd")
                .getStratifierFirstRep()
                .getStratumFirstRep()
                .getMeasureScore()
                .getUnit())
        .isEqualTo("insufficient");
    assertThat(report.getGroup()).noneMatch(it -> it.getCode().getText().startsWith("calibration"));
    MeasureReportGroupComponent feedback = group(report, "feedback");
    assertThat(feedback.getPopulation().get(0).getCount()).isEqualTo(6);
    assertThat(feedback.getPopulation().get(1).getCount()).isEqualTo(3);
    assertThat(feedback.getStratifierFirstRep().getStratum())
        .extracting(it -> it.getValue().getText())
        .containsExactly("no reason given", "known");
    assertThat(
            group(report, "limits passed")
                .getStratifierFirstRep()
                .getStratumFirstRep()
                .getValue()
                .getText())
        .isEqualTo("total-cholesterol is missing more often (rise 0.200, limit 0.100)");
    MeasureReport without =
        MonitoringReport.of(
            CARD,
            LocalDate.of(2026, 3, 1),
            day,
            Optional.empty(),
            List.of(),
            FeedbackCounts.NONE,
            List.of());
    assertThat(group(without, "score").hasMeasureScore()).isFalse();
    assertThat(without.getGroup())
        .extracting(it -> it.getCode().getText())
        .noneMatch(it -> it.startsWith("outcome") || it.equals("feedback"));
  }

  @Test
  void ofManyOutcomesTheReportHasTheLineAndTheGroups() {
    SplittableRandom random = new SplittableRandom(3);
    List<OutcomeStore.Row> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double probability = 0.05 + 0.4 * random.nextDouble();
      boolean woman = random.nextBoolean();
      boolean came = random.nextDouble() < probability * (woman ? 1 : 0.5);
      rows.add(new OutcomeStore.Row("cvd", probability, came, Map.of("sex", woman ? "f" : "m")));
    }
    MeasureReport report =
        MonitoringReport.of(
            CARD,
            LocalDate.of(2026, 3, 1),
            new Clinic(2).day(5, Clinic.Laboratory.USUAL),
            Optional.empty(),
            rows,
            FeedbackCounts.NONE,
            List.of());
    assertThat(group(report, "outcome cvd").getMeasureScore().getValue().doubleValue())
        .isBetween(0.7, 0.8);
    assertThat(
            group(report, "calibration intercept of cvd")
                .getMeasureScore()
                .getValue()
                .doubleValue())
        .isBetween(-0.6, -0.2);
    assertThat(group(report, "calibration slope of cvd").getMeasureScore().getValue().doubleValue())
        .isBetween(0.7, 1.2);
    assertThat(group(report, "outcome cvd").getStratifierFirstRep().getStratum())
        .extracting(
            it -> it.getValue().getText(),
            it -> it.getMeasureScore().getValue().doubleValue() < -0.05)
        .containsExactly(tuple("f", false), tuple("m", true));
  }

  private static MeasureReportGroupComponent group(MeasureReport report, String name) {
    return report.getGroup().stream()
        .filter(it -> it.getCode().getText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTaskNamesModelAndLimitAndNoPatient() {
    Task task = DriftTask.of(CARD, new Finding(What.SCORE, "", 0.31, 0.2), Instant.EPOCH);
    assertThat(task.getDescription())
        .contains("pce-2013 " + CARD.version(), "stability index 0.310, limit 0.200");
    assertThat(task.getFocus().getIdentifier().getSystem()).isEqualTo(CARD.url());
    assertThat(task.hasFor()).isFalse();
  }
}
