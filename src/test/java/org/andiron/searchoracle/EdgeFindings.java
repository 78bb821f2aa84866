package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.LOINC;
import static org.andiron.searchoracle.EdgeDraft.concept;
import static org.andiron.searchoracle.EdgeDraft.period;
import static org.andiron.searchoracle.EdgeDraft.quantity;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Media.MediaStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;

/** Observations with values of all kinds, and reports on them. */
final class EdgeFindings {

  static final String POTASSIUM = "2823-3";
  static final String WEIGHT = "29463-7";
  static final String SYSTOLIC = "8480-6";
  static final String DIASTOLIC = "8462-4";

  private static final List<DiagnosticReportStatus> STATUS =
      List.of(
          DiagnosticReportStatus.REGISTERED,
          DiagnosticReportStatus.PARTIAL,
          DiagnosticReportStatus.PRELIMINARY,
          DiagnosticReportStatus.FINAL,
          DiagnosticReportStatus.AMENDED);

  private static final String[] DATES = {
    "",
    "2024",
    "2024-03",
    "2024-03-01",
    "2024-02-29T23:30:00-05:00",
    "2024-03-01T00:30:00+14:00",
    "2024-03-01T00:00:00Z",
    "2024-02-29T23:59:59.999Z",
    "2024-03-01T12:30:45.5Z",
    "2013-01-14",
    "2013-01-14T00:00:00Z",
    "2013-01-14T10:00:00Z",
    "2013-01-15T00:00:00Z",
    "2026-11-01"
  };

  private EdgeFindings() {}

  static void addTo(EdgeDraft draft) {
    draft.add(new Specimen());
    draft.add(new Media()).setStatus(MediaStatus.COMPLETED).getContent().setTitle("Bild");
    List<Type> values = values(draft);
    for (int i = 0; i < values.size(); i++) {
      addObservation(draft, i, values.get(i));
    }
    for (int i = 0; i < 24; i++) {
      addReport(draft, i);
    }
  }

  private static List<Type> values(EdgeDraft draft) {
    List<Type> values = new ArrayList<>();
    for (String[] parts :
        new String[][] {
          {"5.4", "mg"},
          {"5", "mg"},
          {"0.0054", "g"},
          {"0.005", "g"},
          {"5.40", "mg"},
          {"5.44", "mg"},
          {"5.45", "mg"},
          {"70", "kg"},
          {"70000", "g"},
          {"154.32", "[lb_av]"},
          {"37.0", "Cel"},
          {"5.4", ""},
          {"100", "mmol/L"},
          {"99.5", "mmol/L"},
          {"100.5", "mmol/L"},
          {"-4", "mmol/L"},
          {"0", "mmol/L"}
        }) {
      values.add(quantity(parts[0], parts[1]));
    }
    values.add(quantity("5", "mg").setComparator(QuantityComparator.LESS_THAN));
    values.add(quantity("5", "mg").setComparator(QuantityComparator.GREATER_THAN));
    values.add(quantity("5", "mg").setComparator(QuantityComparator.LESS_OR_EQUAL));
    values.add(quantity("5", "mg").setComparator(QuantityComparator.GREATER_OR_EQUAL));
    values.add(quantity("5.4", "").setUnit("mg"));
    values.add(draft.conceptInTurn(1));
    values.add(draft.conceptInTurn(2));
    values.add(draft.conceptInTurn(6));
    values.add(new StringType("Überfällig, sehr"));
    values.add(new StringType("uberfallig sehr"));
    values.add(new DateTimeType("2024-03"));
    values.add(period("2024-02-01", "2024-03-15"));
    return values;
  }

  private static void addObservation(EdgeDraft draft, int i, Type value) {
    Observation observation = draft.add(new Observation());
    observation.setStatus(i % 4 == 0 ? ObservationStatus.PRELIMINARY : ObservationStatus.FINAL);
    observation.setCode(concept(LOINC, i % 2 == 0 ? POTASSIUM : WEIGHT, "Kalium"));
    observation.setSubject(
        i % 7 == 6 ? draft.to("Location", 1) : draft.inTurn(i, "Patient", 2 + i % 5));
    observation.setValue(value);
    if (i % 3 == 0) {
      observation
          .addComponent()
          .setCode(concept(LOINC, SYSTOLIC, "Systolic"))
          .setValue(quantity(String.valueOf(100 + i), "mm[Hg]"));
      observation
          .addComponent()
          .setCode(concept(LOINC, DIASTOLIC, "Diastolic"))
          .setValue(quantity(String.valueOf(60 + i), "mm[Hg]"));
    }
    if (i % 5 == 1) {
      observation.addPerformer(draft.to("Practitioner", 2 + i % 3));
    }
    if (i > 3 && i % 6 == 4) {
      observation.addHasMember(draft.to("Observation", i - 3));
    }
    effective(observation, i);
  }

  private static void effective(Observation observation, int i) {
    String date = DATES[i % DATES.length];
    switch (i % 8) {
      case 5 -> observation.setEffective(period("2024-03-01", i < 10 ? "" : "2024-04-10"));
      case 6 -> {
        Timing timing = new Timing();
        timing.getEvent().add(new DateTimeType("2024-03-01"));
        timing.getEvent().add(new DateTimeType("2024-05"));
        observation.setEffective(timing);
      }
      case 7 -> observation.setEffective(new InstantType("2024-03-01T00:00:00.500Z"));
      default -> {
        if (!date.isEmpty()) {
          observation.setEffective(new DateTimeType(date));
        }
      }
    }
  }

  private static void addReport(EdgeDraft draft, int i) {
    DiagnosticReport report = draft.add(new DiagnosticReport());
    report.setStatus(STATUS.get(i % STATUS.size()));
    report.setCode(i % 2 == 0 ? concept(LOINC, "11502-2", "Laborbefund") : code(draft, i));
    if (i == 0) {
      return;
    }
    EdgePeople.identifiers(i, "DiagnosticReport").forEach(report::addIdentifier);
    String date = DATES[i % DATES.length];
    if (i % 5 == 3) {
      report.setEffective(period(date, ""));
    } else if (!date.isEmpty()) {
      report.setEffective(new DateTimeType(date));
    }
    if (i % 3 > 0) {
      report
          .getIssuedElement()
          .setValueAsString(i % 3 == 1 ? "2024-03-01T00:00:00.000Z" : "2024-02-29T20:00:00-05:00");
    }
    if (draft.conceptInTurn(i) != null) {
      report.addCategory(draft.conceptInTurn(i));
    }
    if (draft.conceptInTurn(i + 4) != null && i % 2 == 0) {
      report.addConclusionCode(draft.conceptInTurn(i + 4));
    }
    addReferences(draft, report, i);
  }

  private static CodeableConcept code(EdgeDraft draft, int i) {
    CodeableConcept concept = draft.conceptInTurn(i);
    return concept == null ? concept(LOINC, POTASSIUM, "") : concept;
  }

  private static void addReferences(EdgeDraft draft, DiagnosticReport report, int i) {
    if (i % 5 < 4) {
      report.setSubject(
          i % 7 == 3 ? draft.to("Location", 2) : draft.inTurn(i, "Patient", 2 + i % 4));
    }
    if (i % 2 == 1) {
      report.addResult(draft.inTurn(i / 2 % 3, "Observation", 1 + i));
      report.addResult(draft.to("Observation", 1));
    }
    if (i % 3 == 1) {
      report.setEncounter(draft.inTurn(i / 3, "Encounter", 1 + i));
      report.addPerformer(draft.inTurn(i / 3, "Practitioner", 2));
    }
    if (i % 3 == 2) {
      report.addPerformer(draft.to("Organization", 2));
      report.addResultsInterpreter(draft.inTurn(i / 3, "Practitioner", 3));
    }
    if (i % 4 == 3) {
      report.addBasedOn(draft.to("ServiceRequest", 1 + i / 4 % 2));
      report.addSpecimen(draft.to("Specimen", 1));
      report.addMedia().setLink(draft.to("Media", 1));
    }
  }
}
