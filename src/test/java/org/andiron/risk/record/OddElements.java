package org.andiron.risk.record;

import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;

/** Puts into resources what is there seldom, and what features do not depend on. */
public final class OddElements {

  private static final Extension ABSENT =
      new Extension(
          "http://hl7.org/fhir/StructureDefinition/data-absent-reason", new StringType("unknown"));

  private final Random random;

  /** With what it draws. */
  public OddElements(Random random) {
    this.random = random;
  }

  /** The same, changed. */
  public Resource of(Resource resource) {
    if (resource instanceof Patient patient) {
      patient(patient);
    } else if (resource instanceof Observation observation) {
      observation(observation);
    } else if (resource instanceof Condition condition) {
      condition(condition);
    } else if (resource instanceof MedicationRequest request) {
      request(request);
    } else if (resource instanceof Encounter encounter) {
      encounter(encounter);
    } else if (resource instanceof Procedure procedure) {
      procedure.addNote().setText("x");
      if (once()) {
        procedure.setPerformed(any(period(), new StringType("long ago"), new DateTimeType("2026")));
      }
      if (once()) {
        procedure.setEncounter(new Reference("Encounter/r" + random.nextInt(40)));
      }
    }
    return resource;
  }

  private boolean once() {
    return random.nextInt(4) == 0;
  }

  @SafeVarargs
  private <T extends Base> T any(T... of) {
    return List.of(of).get(random.nextInt(of.length));
  }

  private Period period() {
    Period period = new Period();
    if (!once()) {
      period.setStartElement(new DateTimeType("2026-02-2" + random.nextInt(9)));
    }
    if (!once()) {
      period.setEndElement(new DateTimeType("2026-02-28T10:00:00.250+05:30"));
    }
    period.setId("p");
    return period;
  }

  private CodeableConcept concept(String system, String code) {
    CodeableConcept concept = new CodeableConcept().setText("as \"written\" \u00e4 \u2265 1");
    concept.addCoding(new Coding(system, code, "Display").setVersion("1"));
    if (once()) {
      concept.addCoding(new Coding().setDisplay("no code"));
    }
    return concept;
  }

  private Type value() {
    Quantity without = new Quantity();
    without.addExtension(ABSENT.copy());
    StringType text = new StringType("120");
    text.addExtension(ABSENT.copy());
    return any(
        without,
        text,
        new BooleanType(true),
        new IntegerType(120),
        new TimeType("10:00:00"),
        new DateTimeType("2026-02-01T00:00:00.5Z"),
        new Range().setLow(new Quantity(1)),
        concept("http://snomed.info/sct", "449868002"),
        new Quantity().setValue(120).setUnit("mmHg"));
  }

  private CodeableConcept reason() {
    CodeableConcept reason = new CodeableConcept();
    switch (random.nextInt(3)) {
      case 0 -> reason.setText("not done");
      case 1 -> reason.addExtension(ABSENT.copy());
      default -> reason.addCoding().setCode("unknown");
    }
    return reason;
  }

  private void patient(Patient patient) {
    patient.addName().setFamily("Odd").addGiven("Very");
    if (once()) {
      Extension race =
          new Extension("http://hl7.org/fhir/us/core/StructureDefinition/us-core-race");
      race.addExtension(
          new Extension(
              "ombCategory", new Coding("urn:oid:2.16.840.1.113883.6.238", "2106-3", "White")));
      race.addExtension(new Extension("text", new StringType("White")));
      patient.addExtension(race);
    }
    if (once()) {
      patient.addExtension(
          new Extension(
              "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
              new CodeType(once() ? "M" : "F")));
    }
    if (once()) {
      patient.addExtension(new Extension("urn:period", period()));
    }
    if (once()) {
      patient.getGenderElement().addExtension(ABSENT.copy());
    }
    if (once()) {
      patient.setBirthDateElement(null);
      patient.getBirthDateElement().addExtension(ABSENT.copy());
    }
    if (once()) {
      patient.addAddress().setCountry("US").addLine("1 Street").setCity("Town");
    }
    if (once()) {
      patient.addAddress().getCountryElement().addExtension(ABSENT.copy());
    }
    if (random.nextInt(20) == 0) {
      patient.addLink().setType(LinkType.REPLACEDBY).setOther(new Reference("Patient/other"));
    }
    if (random.nextInt(10) == 0) {
      patient.setDeceased(
          any(new BooleanType(false), new BooleanType(true), new DateTimeType("2030")));
    }
  }

  private void observation(Observation observation) {
    observation.addNote().setText("x");
    observation.addCategory(concept("urn:category", "laboratory"));
    observation.addInterpretation(concept("urn:x", "H"));
    if (once()) {
      observation.setEffective(
          any(period(), new InstantType("2026-02-28T10:00:00.123456Z"), new Timing()));
    }
    if (once()) {
      observation.setIssuedElement(
          new InstantType(
              any(new StringType("2026-02-27T10:00:00Z"), new StringType("2026-03-05T10:00:00Z"))
                  .getValue()));
    }
    if (once()) {
      observation.setValue(value());
    }
    if (once()) {
      observation.setDataAbsentReason(reason());
    }
    if (once()) {
      observation.setEncounter(new Reference("Encounter/r" + random.nextInt(40)));
    }
    if (once()) {
      observation.getCode().addCoding(new Coding("http://loinc.org", "85354-9", null));
      observation.setValue(null);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      ObservationComponentComponent component = observation.addComponent();
      component.setCode(concept("http://loinc.org", once() ? "8459-0" : "8480-6"));
      component.setValue(once() ? value() : new Quantity().setValue(121 + i).setUnit("mm[Hg]"));
      if (once()) {
        component.setDataAbsentReason(reason());
      }
    }
    if (once()) {
      observation.setStatus(null);
      observation.getStatusElement().addExtension(ABSENT.copy());
    }
  }

  private void condition(Condition condition) {
    condition.addNote().setText("x");
    if (once()) {
      condition.setOnset(any(period(), new StringType("in youth"), new Range()));
    }
    if (once()) {
      condition.setAbatement(
          any(period(), new StringType("later"), new DateTimeType("2026-02-27")));
    }
    if (once()) {
      condition.setRecordedDateElement(new DateTimeType(once() ? "2026-04-01" : "2026-01-05"));
    }
  }

  private void request(MedicationRequest request) {
    request.addDosageInstruction().setText("daily");
    if (once()) {
      request.setDoNotPerform(true);
    }
    if (once()) {
      request.getDispenseRequest().setValidityPeriod(period()).setNumberOfRepeatsAllowed(2);
    }
    if (once()) {
      Medication medication = new Medication();
      medication.setId("drug");
      medication.setCode(concept("http://www.nlm.nih.gov/research/umls/rxnorm", "83367"));
      request.addContained(medication);
      request.setMedication(new Reference("#drug"));
    } else if (once()) {
      request.setMedication(new Reference("Medication/unknown").setDisplay("a drug"));
    }
  }

  private void encounter(Encounter encounter) {
    encounter.addReasonCode(concept("urn:x", "y"));
    if (once()) {
      encounter.addType(concept("http://snomed.info/sct", "50849002"));
    }
    if (once()) {
      encounter.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM"));
    }
    if (once()) {
      encounter
          .getHospitalization()
          .setAdmitSource(concept("http://terminology.hl7.org/CodeSystem/admit-source", "emd"))
          .setDischargeDisposition(concept("urn:x", "home"));
    }
    if (once()) {
      encounter.setClass_(null);
    }
  }
}
