package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Scored.TODAY;
import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.measured;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RandomRecord;
import org.andiron.risk.feature.SpoiledRecord;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.model.Contribution;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/**
 * Records that are broken in any way have an answer or a refusal of every shipped model: nothing
 * fails, and every number is one. {@code -Dandiron.risk.broken-records=100000} makes it longer.
 */
class BrokenRecordsTest {

  private static final int RECORDS = Integer.getInteger("andiron.risk.broken-records", 2000);

  /** Answers cost more than scores. */
  private static final int ANSWERED = 25;

  /** What goes wrong within a model is thrown. */
  private static final List<Scorer> SCORERS =
      Installed.all().all().stream()
          .map(InstalledModel::id)
          .distinct()
          .map(Scored::scorer)
          .toList();

  private static List<Resource> record(Random random) {
    List<Resource> wild = RandomRecord.of(ID, random);
    if (random.nextInt(4) == 0) {
      return wild;
    }
    List<Resource> record =
        switch (random.nextInt(4)) {
          case 0 -> Scored.prevent();
          case 1 -> Scored.atrialFibrillation();
          case 2 -> Scored.discharged();
          default -> Scored.pooledCohort();
        };
    for (String[] one :
        new String[][] {
          {"2160-0", "1.1", "mg/dL"},
          {"1975-2", "1.4", "mg/dL"},
          {"6301-6", "1.2", "{INR}"},
          {"2951-2", "138", "mmol/L"},
          {"1751-7", "3.9", "g/dL"},
          {"8867-4", "88", "/min"},
          {"9279-1", "18", "/min"},
          {"8310-5", "37.2", "Cel"},
          {"59408-5", "97", "%"},
          {"8302-2", "170", "cm"},
          {"29463-7", "80", "kg"},
          {"9318-7", "40", "mg/g"}
        }) {
      record.add(measured(one[0], YESTERDAY, one[1], one[2]));
    }
    record.addAll(wild.subList(1, Math.min(wild.size(), 1 + random.nextInt(4))));
    return record;
  }

  @Test
  void everyBrokenRecordHasAnAnswerOrARefusal() {
    Random random = new Random(20261201);
    SpoiledRecord spoiling = new SpoiledRecord(random);
    Map<String, Integer> results = new TreeMap<>();
    Map<String, String> failures = new TreeMap<>();
    for (int number = 0; number < RECORDS; number++) {
      List<Resource> resources = new ArrayList<>(record(random));
      spoiling.spoil(resources);
      PatientRecord record;
      try {
        record = PatientRecord.of(ID, resources);
      } catch (WrongPatientException e) {
        results.merge("somebody else's", 1, Integer::sum);
        continue;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("The Patient is not .*|A resource of type .* has no id");
        results.merge("no record", 1, Integer::sum);
        continue;
      }
      for (Scorer scorer : SCORERS) {
        Score score;
        try {
          score = scorer.score(record, NOW, TODAY);
        } catch (RuntimeException e) {
          failures.putIfAbsent(String.valueOf(e.getStackTrace()[0]), failure(scorer, number, e));
          continue;
        }
        score.results().forEach(it -> results.merge(checked(it), 1, Integer::sum));
        if (number % ANSWERED == 0) {
          RiskAnswer style = random.nextBoolean() ? Scored.ENGLISH : Scored.CHINESE;
          assertThat(Conformance.json((Resource) style.of(score)))
              .doesNotContain("NaN", "Infinity");
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(results.keySet()).contains("Prediction", "Refusal", "somebody else's");
    assertThat(results.get("Prediction")).isGreaterThan(RECORDS / 2);
  }

  private static String failure(Scorer scorer, int number, RuntimeException failure) {
    return "%s at record %d: %s %s"
        .formatted(
            scorer.model().id(),
            number,
            failure,
            Arrays.stream(failure.getStackTrace()).limit(6).toList());
  }

  private static String checked(OutcomeResult result) {
    if (result instanceof Prediction prediction) {
      Estimate estimate = prediction.estimate();
      DoubleStream numbers =
          Stream.of(
                  estimate.probability(),
                  estimate.score(),
                  estimate.quantity(),
                  estimate.annualRate(),
                  estimate.highestItem())
              .flatMapToDouble(it -> it.stream());
      DoubleStream reasons =
          DoubleStream.concat(
              DoubleStream.of(estimate.attribution().predictor(), estimate.attribution().base()),
              estimate.attribution().contributions().stream().mapToDouble(Contribution::value));
      assertThat(DoubleStream.concat(numbers, reasons).allMatch(Double::isFinite))
          .as(prediction.toString())
          .isTrue();
      assertThat(estimate.probability().orElse(0)).isBetween(0.0, 1.0);
    }
    return result.getClass().getSimpleName();
  }
}
