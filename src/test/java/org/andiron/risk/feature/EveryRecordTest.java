package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.andiron.risk.feature.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What holds of every record. */
class EveryRecordTest {

  private static final FeatureExtractor ALL =
      new FeatureExtractor(LIBRARY.select(List.copyOf(LIBRARY.names())), CONVERTER);
  private static final FeatureExtractor SODIUM = Given.extractor(List.of("sodium"));

  private record Spelled(String feature, String code, String unit, String other) {}

  private static final List<Spelled> EQUIVALENT =
      List.of(
          new Spelled("creatinine", "2160-0", "mg/dL", "umol/L"),
          new Spelled("creatinine", "2160-0", "mg/dL", "mg/L"),
          new Spelled("total-cholesterol", "2093-3", "mg/dL", "mmol/L"),
          new Spelled("hdl-cholesterol", "2085-9", "mg/dL", "mmol/L"),
          new Spelled("bilirubin", "1975-2", "mg/dL", "umol/L"),
          new Spelled("urine-albumin-creatinine-ratio", "9318-7", "mg/g", "mg/mmol"),
          new Spelled("urine-albumin-creatinine-ratio", "9318-7", "mg/g", "ug/mg"),
          new Spelled("hemoglobin-a1c", "4548-4", "%", "mmol/mol"),
          new Spelled("hemoglobin", "718-7", "g/dL", "g/L"),
          new Spelled("albumin", "1751-7", "g/dL", "g/L"),
          new Spelled("sodium", "2951-2", "mmol/L", "meq/L"),
          new Spelled("weight", "29463-7", "kg", "[lb_av]"),
          new Spelled("height", "8302-2", "cm", "[in_i]"),
          new Spelled("temperature", "8310-5", "Cel", "[degF]"),
          new Spelled("systolic-blood-pressure", "8480-6", "mm[Hg]", "kPa"));

  @Provide
  Arbitrary<Spelled> equivalent() {
    return Arbitraries.of(EQUIVALENT);
  }

  private static double only(String feature, String code, double value, String unit) {
    Observation observation =
        Given.measured(
            code, "2026-03-01T08:00:00Z", BigDecimal.valueOf(value).toPlainString(), unit);
    ExtractedFeature found = Given.feature(feature, observation);
    return ((Quantity) found.found().orElseThrow()).value();
  }

  @Property(tries = 500)
  void equivalentUnitsGiveTheSame(
      @ForAll("equivalent") Spelled spelled,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double at) {
    FeatureDefinition feature = LIBRARY.select(List.of(spelled.feature)).features().get(0);
    Range range = feature.measure().plausible();
    double value = range.low() + at * (range.high() - range.low());
    LinearConversion there =
        CONVERTER
            .conversion(spelled.unit, spelled.other, feature.measure().analyte())
            .orElseThrow();
    double one = only(spelled.feature, spelled.code, value, spelled.unit);
    double other = only(spelled.feature, spelled.code, there.apply(value), spelled.other);
    assertThat(other).isCloseTo(one, within(1e-9 * Math.abs(one)));
  }

  @Property(tries = 300)
  void theOrderOfResourcesIsOfNoImportance(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> resources = RandomRecord.of(ID, random);
    Extraction before = ALL.extract(PatientRecord.of(ID, resources), NOW);
    Collections.shuffle(resources, random);
    Extraction after = ALL.extract(PatientRecord.of(ID, resources), NOW);
    assertThat(after).isEqualTo(before);
  }

  @Property(tries = 300)
  void anUnrelatedResourceChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> resources = RandomRecord.of(ID, random);
    Extraction before = ALL.extract(PatientRecord.of(ID, resources), NOW);
    resources.add(
        random.nextInt(resources.size()),
        Given.measured("72514-3", "2026-03-01T08:00:00Z", "3", "{score}"));
    AllergyIntolerance allergy = Given.identified(new AllergyIntolerance());
    allergy.setPatient(new Reference("Patient/" + ID));
    resources.add(allergy);
    resources.add(Given.condition(Given.SNOMED, "444814009", "2026-02-01"));
    assertThat(ALL.extract(PatientRecord.of(ID, resources), NOW)).isEqualTo(before);
  }

  /** What becomes known later is of no consequence for an earlier time. */
  @Property(tries = 300)
  void whatIsLaterChangesNoValue(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> resources = RandomRecord.of(ID, random);
    Extraction before = ALL.extract(PatientRecord.of(ID, resources), NOW);
    Assume.that(!before.isRefused());
    for (String code : RandomRecord.CODES) {
      resources.add(Given.measured(code, "2026-03-01T12:00:01Z", "100", "mmol/L"));
    }
    resources.add(Given.condition(Given.SNOMED, "44054006", "2026-03-01T12:00:01Z"));
    resources.add(Given.order("83367", "2026-03-01T12:00:01Z"));
    assertThat(ALL.extract(PatientRecord.of(ID, resources), NOW).vector())
        .isEqualTo(before.vector());
  }

  @Property(tries = 300)
  void theSameRecordGivesTheSameForEver(@ForAll long seed) {
    PatientRecord record = PatientRecord.of(ID, RandomRecord.of(ID, new Random(seed)));
    assertThat(ALL.extract(record, NOW)).isEqualTo(ALL.extract(record, NOW));
  }

  @Property(tries = 300)
  void everyValueIsPlausibleAndFromAResourceOfTheRecord(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> resources = RandomRecord.of(ID, random);
    List<ResourceVersion> known = resources.stream().map(Given::version).toList();
    for (ExtractedFeature feature : ALL.extract(PatientRecord.of(ID, resources), NOW).features()) {
      assertThat(known).containsAll(feature.basis());
      assertThat(feature.assumed() || feature.value() == null || !feature.basis().isEmpty())
          .as(feature.name())
          .isTrue();
      Measure measure = feature.definition().measure();
      if (measure != null
          && feature.value() instanceof Quantity quantity
          && measure.target() == null) {
        assertThat(measure.plausible().contains(quantity.value())).as(feature.name()).isTrue();
      }
    }
  }

  /** A longer window never loses a value that a shorter one has. */
  @Property(tries = 500)
  void aLongerWindowFindsNoLess(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 900) int days,
      @ForAll @IntRange(min = 0, max = 900) int more) {
    PatientRecord record = PatientRecord.of(ID, RandomRecord.of(ID, new Random(seed)));
    Optional<?> narrow = found(days, Aggregation.LAST, record);
    Optional<?> wide = found(days + more, Aggregation.LAST, record);
    if (narrow.isPresent()) {
      assertThat(wide).isEqualTo(narrow);
    }
    assertThat(count(days + more, record)).isGreaterThanOrEqualTo(count(days, record));
  }

  private static double count(int days, PatientRecord record) {
    return found(days, Aggregation.COUNT, record)
        .map(value -> ((Quantity) value).value())
        .orElse(0d);
  }

  private static Optional<FeatureValue> found(
      int days, Aggregation aggregation, PatientRecord record) {
    FeatureDefinition shared = LIBRARY.select(List.of("sodium")).features().get(0);
    boolean count = aggregation == Aggregation.COUNT;
    FeatureDefinition feature =
        new FeatureDefinition(
            "sodium",
            shared.label(),
            count ? FeatureKind.COUNT : FeatureKind.QUANTITY,
            shared.sources(),
            new TimeWindow(Period.ofDays(days), TimeWindow.Anchor.AS_OF, Period.ZERO),
            aggregation,
            1,
            List.of(),
            shared.measure(),
            shared.comparators(),
            TieRule.MEAN,
            new Absence.Missing(),
            null);
    FeatureSet features = new FeatureSet(List.of(feature), List.of(feature), List.of(), null);
    return new FeatureExtractor(features, CONVERTER).extract(record, NOW).vector().get("sodium");
  }

  /**
   * Bundles of which some have a resource of somebody else: those are refused, and what is given
   * for the others is of the patient. Whose a value is can be read from it.
   */
  @Test
  void noValueIsEverSomebodyElses() {
    Random random = new Random(20260301);
    Patient patient = Given.woman();
    int refused = 0;
    int given = 0;
    for (int bundle = 0; bundle < 100_000; bundle++) {
      List<Resource> resources = new ArrayList<>();
      resources.add(patient);
      boolean mixed = false;
      for (int i = random.nextInt(4); i >= 0; i--) {
        boolean other = random.nextInt(6) == 0;
        mixed |= other;
        resources.add(random.nextInt(resources.size() + 1), sodium(other, random));
      }
      try {
        Extraction extraction = SODIUM.extract(PatientRecord.of(ID, resources), NOW);
        assertThat(mixed).isFalse();
        Optional<?> value = extraction.vector().get("sodium");
        if (value.isPresent()) {
          given++;
          assertThat(((Quantity) value.get()).value()).isBetween(100.0, 129.0);
        }
      } catch (WrongPatientException e) {
        refused++;
        assertThat(mixed).isTrue();
      }
    }
    assertThat(refused).isGreaterThan(20_000);
    assertThat(given).isGreaterThan(20_000);
  }

  private static final String[] OTHERS = {
    "Patient/p2",
    "Patient/p11",
    "Patient/P1",
    "Group/p1",
    "https://elsewhere.example/Patient/p1",
    "urn:uuid:0b1a0d4e-0000-4000-8000-000000000000",
    "Patient/x/_history/p1",
    "#p1"
  };

  private static Observation sodium(boolean other, Random random) {
    int value = (other ? 140 : 100) + random.nextInt(30);
    Observation observation = new Observation();
    observation.setId("o" + random.nextInt(1_000_000));
    observation.getMeta().setVersionId("1");
    observation.setStatus(ObservationStatus.FINAL);
    observation.setCode(Given.concept(Given.LOINC, "2951-2"));
    String subject = other ? OTHERS[random.nextInt(OTHERS.length)] : "Patient/" + ID;
    observation.setSubject(new Reference(subject));
    Instant when = NOW.minusSeconds(random.nextInt(100_000));
    observation.setEffective(new DateTimeType(when.toString()));
    observation.setValue(Given.quantity(String.valueOf(value), "mmol/L"));
    return observation;
  }
}
