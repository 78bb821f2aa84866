package org.andiron.risk.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.learning.TrainingExample;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collection ends with the same set whatever the order, and however often it is stopped. */
class CohortCollectionTest {

  private static final TrainingDefinition DEFINITION = Given.readmission();
  private static final int PATIENTS = 450; // more than two portions

  /** Patients in an order, of whom the source breaks down after some. */
  private record Cohort(Map<String, PatientRecord> records, List<String> order, int until)
      implements CohortSource {

    @Override
    public void read(Predicate<String> wanted, Sink sink) {
      int given = 0;
      for (String id : order) {
        if (wanted.test(id)) {
          if (given++ == until) {
            throw new TrainingException("the source breaks down");
          }
          PatientRecord record = records.get(id);
          if (record == null) {
            sink.unreadable(id);
          } else {
            sink.record(id, record);
          }
        }
      }
    }
  }

  private static Map<String, PatientRecord> records(long seed, int count) {
    Random random = new Random(seed);
    Map<String, PatientRecord> records = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      records.put("p" + i, record("p" + i, random));
    }
    return records;
  }

  private static PatientRecord record(String id, Random random) {
    Patient patient = Given.woman();
    patient.setId(id);
    List<Resource> all = new ArrayList<>();
    all.add(Given.visit("2010-01-01T08:00:00Z"));
    Instant when = Instant.parse("2012-01-01T08:00:00Z");
    for (int i = random.nextInt(4); i > 0; i--) {
      when = when.plus(Duration.ofDays(5 + random.nextInt(60)));
      all.add(Given.stay(when.toString(), when.plus(Duration.ofDays(3)).toString()));
      all.add(
          Given.measured(
              "718-7", when.toString(), String.valueOf(random.nextDouble() * 9 + 5), "g/dL"));
    }
    all.add(Given.visit("2015-01-01T08:00:00Z"));
    all.forEach(
        resource ->
            resource
                .getNamedProperty("subject")
                .getValues()
                .forEach(it -> ((Reference) it).setReference("Patient/" + id)));
    all.add(patient);
    return PatientRecord.of(id, all);
  }

  private static CollectedSet run(Path folder, CohortSource source) throws InterruptedException {
    return open(folder).collect(source, done -> {});
  }

  private static CohortCollection open(Path folder) {
    return CohortCollection.open(DEFINITION, "digest", Given.PSEUDONYMS, Given.CONVERTER, folder);
  }

  private static List<String> shuffled(Set<String> ids, long seed) {
    List<String> order = new ArrayList<>(ids);
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  @Test
  void aRunThatIsStoppedGoesOnAndEndsWithTheSame(@TempDir Path whole, @TempDir Path parts)
      throws Exception {
    Map<String, PatientRecord> records = records(1, PATIENTS);
    CollectedSet expected =
        run(whole, new Cohort(records, List.copyOf(records.keySet()), Integer.MAX_VALUE));

    for (int stop = 0; stop < 3; stop++) {
      Cohort broken = new Cohort(records, shuffled(records.keySet(), stop), 130);
      int before = open(parts).size();
      assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> run(parts, broken));
      assertThat(open(parts).size()).isEqualTo(before + 130);
    }
    CollectedSet resumed =
        run(parts, new Cohort(records, shuffled(records.keySet(), 9), Integer.MAX_VALUE));

    assertThat(resumed).isEqualTo(expected);
    assertThat(expected.flow().patients()).isEqualTo(PATIENTS);
    assertThat(expected.set().examples()).hasSizeGreaterThan(300);
    assertThat(expected.flow().events()).isBetween(50L, expected.flow().examples() - 50);
  }

  @Test
  void whatWasCutOffIsCollectedAgain(@TempDir Path folder) throws Exception {
    Map<String, PatientRecord> records = records(2, 20);
    Cohort cohort = new Cohort(records, List.copyOf(records.keySet()), Integer.MAX_VALUE);
    CollectedSet expected = run(folder, cohort);
    Path portion = folder.resolve("patients-000001.ndjson");
    Files.move(portion, folder.resolve("patients-000001.ndjson.part"));

    assertThat(open(folder).size()).isZero();
    assertThat(run(folder, cohort)).isEqualTo(expected);
  }

  @Test
  void aDamagedPortionIsToldOf(@TempDir Path folder) throws Exception {
    Map<String, PatientRecord> records = records(3, 5);
    run(folder, new Cohort(records, List.copyOf(records.keySet()), Integer.MAX_VALUE));
    Path portion = folder.resolve("patients-000001.ndjson");
    String text = Files.readString(portion);
    Files.writeString(portion, text.substring(0, text.length() - 20));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> open(folder))
        .withMessageContaining("patients-000001.ndjson is damaged: delete it");
  }

  @Test
  void aFolderIsOfOneDefinitionAndKey(@TempDir Path folder) {
    open(folder);

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                CohortCollection.open(
                    DEFINITION, "other digest", Given.PSEUDONYMS, Given.CONVERTER, folder))
        .withMessageContaining("another definition");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                CohortCollection.open(
                    DEFINITION, "digest", Given.pseudonyms(8), Given.CONVERTER, folder));
  }

  @Test
  void nothingInTheFolderNamesAPatient(@TempDir Path folder) throws Exception {
    Map<String, PatientRecord> records = new TreeMap<>();
    records.put("telltale-id", record("telltale-id", new Random(4)));
    List<String> order = List.of("telltale-id", "telltale-unreadable");
    CollectedSet set = run(folder, new Cohort(records, order, Integer.MAX_VALUE));

    assertThat(set.flow().patientsExcluded()).containsEntry(ExclusionReason.UNREADABLE, 1L);
    assertThat(set.flow().patients()).isEqualTo(2);
    for (Path file : files(folder)) {
      assertThat(Files.readString(file)).doesNotContain("telltale");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void anotherKeyGivesOtherPseudonymsAndAnotherHash(@TempDir Path one, @TempDir Path other)
      throws Exception {
    Map<String, PatientRecord> records = records(5, 30);
    Cohort cohort = new Cohort(records, List.copyOf(records.keySet()), Integer.MAX_VALUE);
    CollectedSet first = run(one, cohort);
    CollectedSet second =
        CohortCollection.open(DEFINITION, "digest", Given.pseudonyms(8), Given.CONVERTER, other)
            .collect(cohort, done -> {});

    assertThat(second.flow()).isEqualTo(first.flow());
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    assertThat(patients(second)).doesNotContainAnyElementsOf(patients(first));
  }

  private static Set<String> patients(CollectedSet set) {
    Set<String> patients = new HashSet<>();
    set.set().examples().forEach(example -> patients.add(example.patient()));
    return patients;
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void theOrderOfPatientsChangesNothing(@ForAll long seed) {
    Map<String, PatientRecord> records = records(6, 12);
    Collector collector = new Collector(DEFINITION, Given.PSEUDONYMS, Given.CONVERTER);
    List<CollectedPatient> patients = new ArrayList<>();
    records.forEach((id, record) -> patients.add(collector.collect(id, record)));
    CollectedSet expected = CollectedSet.of(DEFINITION.inputs(), patients);
    Collections.shuffle(patients, new Random(seed));

    assertThat(CollectedSet.of(DEFINITION.inputs(), patients)).isEqualTo(expected);
    assertThat(expected.set().examples())
        .isSortedAccordingTo(
            Comparator.comparing(TrainingExample::patient).thenComparing(TrainingExample::index));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void whatIsWrittenIsReadBitForBit(@ForAll long seed) {
    Random random = new Random(seed);
    CollectedPatient patient =
        new Collector(DEFINITION, Given.PSEUDONYMS, Given.CONVERTER)
            .collect("p", record("p", random));

    assertThat(CollectedPatientJson.read(CollectedPatientJson.write(patient))).isEqualTo(patient);
  }
}
