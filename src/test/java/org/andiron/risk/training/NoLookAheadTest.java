package org.andiron.risk.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.learning.TrainingExample;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Whatever happens after an index time changes no input, only outcomes. */
class NoLookAheadTest {

  private static final Instant INDEX = Instant.parse("2018-01-01T00:00:00Z");

  /** Everybody is an example, so that inputs are always there to be compared. */
  private static final Collector COLLECTOR =
      new Collector(
          Given.readmission(
              root -> {
                root.set("index", Given.node("{'day': '2018-01-01'}"));
                root.set("eligibility", Given.node("{}"));
                root.set("followUp", Given.node("{'lost': 'no-event'}"));
              }),
          Given.PSEUDONYMS,
          Given.CONVERTER);

  private static final String[] DISEASES = {"44054006", "84114007", "38341003", "22298006"};
  private static final String[] TESTS = {"718-7", "2951-2", "2160-0", "8480-6", "39156-5"};
  private static final String[] UNITS = {"g/dL", "mmol/L", "mg/dL", "mm[Hg]", "kg/m2"};

  private static TrainingExample example(List<Resource> resources) {
    List<TrainingExample> examples =
        COLLECTOR.collect(Given.ID, PatientRecord.of(Given.ID, resources)).examples();
    assertThat(examples).hasSize(1);
    return examples.get(0);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatComesLaterChangesNoInput(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> before = List.copyOf(earlier(random));
    List<Resource> one = new ArrayList<>();
    List<Resource> other = new ArrayList<>();
    before.forEach(resource -> one.add(going(resource, new Random(seed + 1))));
    before.forEach(resource -> other.add(going(resource, new Random(seed + 2))));
    one.addAll(later(new Random(seed + 3)));
    other.addAll(later(new Random(seed + 4)));
    Collections.shuffle(other, random);

    assertThat(example(other).inputs()).isEqualTo(example(one).inputs());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whatComesLaterAndShiftedIsTheSame(@ForAll long seed) {
    List<Resource> record = new ArrayList<>(earlier(new Random(seed)));
    List<Resource> shifted = new ArrayList<>(record);
    record.addAll(later(new Random(seed)));
    later(new Random(seed)).forEach(resource -> shifted.add(shifted(resource, 40)));

    assertThat(example(shifted).inputs()).isEqualTo(example(record).inputs());
  }

  private static List<Resource> earlier(Random random) {
    List<Resource> all = new ArrayList<>(List.of(Given.woman()));
    all.add(Given.visit("2014-01-01T08:00:00Z"));
    for (int i = 0; i < 12; i++) {
      all.add(any(random, INDEX.minus(Duration.ofHours(1 + random.nextInt(20_000)))));
    }
    return all;
  }

  private static List<Resource> later(Random random) {
    List<Resource> all = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      all.add(any(random, INDEX.plus(Duration.ofMinutes(1 + random.nextInt(1_000_000)))));
    }
    return all;
  }

  private static Resource any(Random random, Instant when) {
    String text = when.toString();
    return switch (random.nextInt(5)) {
      case 0 -> Given.condition(DISEASES[random.nextInt(DISEASES.length)], text);
      case 1 -> Given.order("83367", text);
      case 2 ->
          Given.encounter(
              random.nextBoolean() ? "IMP" : "EMER",
              text,
              when.plus(Duration.ofHours(random.nextInt(200))).toString());
      default -> {
        int which = random.nextInt(TESTS.length);
        yield Given.measured(
            TESTS[which], text, String.valueOf(10 + random.nextInt(30)), UNITS[which]);
      }
    };
  }

  /** The same resource, with whatever may happen to it after the index time. */
  private static Resource going(Resource resource, Random random) {
    Resource after = resource.copy();
    Instant when = INDEX.plus(Duration.ofHours(1 + random.nextInt(5_000)));
    DateTimeType date = new DateTimeType(when.toString());
    after.getMeta().setLastUpdated(Date.from(when));
    boolean changes = random.nextBoolean();
    if (after instanceof Patient patient && changes) {
      patient.setDeceased(date);
    } else if (after instanceof Condition condition && changes) {
      condition.setClinicalStatus(Given.concept("urn:status", "resolved"));
      condition.setAbatement(random.nextBoolean() ? date : null);
    } else if (after instanceof MedicationRequest order && changes) {
      order.setStatus(MedicationRequestStatus.STOPPED);
    } else if (after instanceof Encounter stay
        && stay.getPeriod().getEnd().toInstant().isAfter(INDEX)) {
      stay.getPeriod().setEndElement(changes ? date : null);
      stay.getHospitalization().setDischargeDisposition(Given.concept("urn:x", "" + changes));
    }
    return after;
  }

  private static Resource shifted(Resource resource, int days) {
    Duration by = Duration.ofDays(days);
    if (resource instanceof Condition condition) {
      condition.setOnset(shifted(condition.getOnsetDateTimeType(), by));
    } else if (resource instanceof MedicationRequest order) {
      order.setAuthoredOnElement(shifted(order.getAuthoredOnElement(), by));
    } else if (resource instanceof Encounter stay) {
      stay.getPeriod().setStartElement(shifted(stay.getPeriod().getStartElement(), by));
      stay.getPeriod().setEndElement(shifted(stay.getPeriod().getEndElement(), by));
    } else if (resource instanceof Observation observation) {
      observation.setEffective(shifted(observation.getEffectiveDateTimeType(), by));
    }
    return resource;
  }

  private static DateTimeType shifted(DateTimeType date, Duration by) {
    return new DateTimeType(date.getValue().toInstant().plus(by).toString());
  }
}
