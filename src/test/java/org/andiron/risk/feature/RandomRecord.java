package org.andiron.risk.feature;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** Records as no hospital writes them: any code with any value, unit, status and date. */
public final class RandomRecord {

  public static final List<String> CODES =
      List.of(
          "2951-2", "2160-0", "8480-6", "2093-3", "2085-9", "29463-7", "8302-2", "39156-5",
          "8867-4", "6301-6", "9318-7", "4548-4", "1975-2", "74013-4");

  private static final String[] UNITS = {
    "mmol/L",
    "mg/dL",
    "umol/L",
    "kg",
    "cm",
    "%",
    "mm[Hg]",
    "mmHg",
    "/min",
    "",
    "1",
    "{INR}",
    "mg/g",
    "nonsense",
    "\uff4dg",
    "[lb_av]",
    "Cel",
    "meq/L"
  };

  private static final String[] VALUES = {
    "0",
    "-0.0",
    "1",
    "1.1",
    "7",
    "30",
    "60",
    "75",
    "90",
    "120",
    "139",
    "140",
    "170",
    "200",
    "1e308",
    "-1e308",
    "1e400",
    "4.9e-324",
    "1e-400",
    "-5",
    "99999999999999999999"
  };

  private static final String[] DATES = {
    "2026-03-01T11:00:00Z",
    "2026-03-01T12:00:00Z",
    "2026-03-01",
    "2026-02-28T07:30:00+01:00",
    "2026-02-27",
    "2026-01",
    "2025",
    "2024-05-06",
    "2019-01-01",
    "2026-03-02",
    "2030-01-01"
  };

  private static final String[] DISEASES = {
    "44054006", "38341003", "84114007", "49436004", "230690007", "22298006", "77386006", "1"
  };

  private static final String[] DRUGS = {"83367", "314076", "5640", "11289", "6809", "1"};

  private RandomRecord() {}

  /** A patient with up to forty resources, some with the id of another. */
  public static List<Resource> of(String id, Random random) {
    List<Resource> all = new ArrayList<>();
    all.add(patient(id, random));
    for (int i = random.nextInt(40); i >= 0; i--) {
      Resource resource =
          switch (random.nextInt(8)) {
            case 0 -> condition(random);
            case 1 -> order(random);
            case 2 -> encounter(random);
            case 3 -> procedure(random);
            default -> observation(random);
          };
      resource.setId("r" + random.nextInt(60));
      resource.getMeta().setVersionId(String.valueOf(1 + random.nextInt(3)));
      all.add(resource);
    }
    return all;
  }

  private static Patient patient(String id, Random random) {
    Patient patient = new Patient();
    patient.setId(id);
    patient.getMeta().setVersionId("1");
    patient
        .getBirthDateElement()
        .setValueAsString(any(random, "1950-01-01", "1971-06-15", "1980", "2010-02-02"));
    patient.setGender(one(random, AdministrativeGender.values()));
    return patient;
  }

  private static Observation observation(Random random) {
    Observation observation = new Observation();
    observation.setStatus(
        random.nextInt(4) > 0 ? ObservationStatus.FINAL : one(random, ObservationStatus.values()));
    observation.setSubject(new Reference("Patient/" + Given.ID));
    observation.setCode(Given.concept(Given.LOINC, CODES.get(random.nextInt(CODES.size()))));
    if (random.nextInt(10) > 0) {
      observation.setEffective(new DateTimeType(any(random, DATES)));
    }
    if (random.nextInt(15) == 0) {
      observation.setValue(new StringType("139"));
    } else {
      observation.setValue(quantity(random));
    }
    return observation;
  }

  private static Quantity quantity(Random random) {
    Quantity quantity = new Quantity();
    quantity.setValue(new BigDecimal(any(random, VALUES)));
    if (random.nextInt(12) == 0) {
      quantity.setComparator(QuantityComparator.LESS_THAN);
    }
    String unit = any(random, UNITS);
    if (random.nextInt(4) == 0) {
      quantity.setUnit(unit);
    } else {
      quantity.setSystem(Given.UCUM).setCode(unit).setUnit(unit);
    }
    return quantity;
  }

  private static Condition condition(Random random) {
    Condition condition = Given.condition(Given.SNOMED, any(random, DISEASES), any(random, DATES));
    condition.setClinicalStatus(coded(random, "active", "resolved", "remission", "nonsense"));
    condition.setVerificationStatus(coded(random, "confirmed", "refuted", "provisional"));
    if (random.nextInt(10) == 0) {
      condition.setOnset(null);
    }
    return condition;
  }

  private static CodeableConcept coded(Random random, String... codes) {
    return Given.concept("urn:status", any(random, codes));
  }

  private static MedicationRequest order(Random random) {
    MedicationRequest order = Given.order(any(random, DRUGS), any(random, DATES));
    if (random.nextInt(3) == 0) {
      order.setStatus(one(random, MedicationRequestStatus.values()));
    }
    return order;
  }

  private static Encounter encounter(Random random) {
    return Given.encounter(
        any(random, "IMP", "EMER", "AMB"), any(random, DATES), any(random, DATES));
  }

  private static Procedure procedure(Random random) {
    return Given.procedure(Given.SNOMED, any(random, "302497006", "1"), any(random, DATES));
  }

  private static <T> T one(Random random, T[] of) {
    return List.of(of).get(random.nextInt(of.length));
  }

  private static String any(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
