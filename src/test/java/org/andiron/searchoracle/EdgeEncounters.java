package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.coding;
import static org.andiron.searchoracle.EdgeDraft.period;

import java.math.BigDecimal;
import java.util.List;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.EpisodeOfCare.EpisodeOfCareStatus;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/** Encounters with periods, lengths and references of all kinds, and what they refer to. */
final class EdgeEncounters {

  private static final String ACTS = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private static final List<EncounterStatus> STATUS =
      List.of(
          EncounterStatus.PLANNED,
          EncounterStatus.ARRIVED,
          EncounterStatus.TRIAGED,
          EncounterStatus.INPROGRESS,
          EncounterStatus.ONLEAVE,
          EncounterStatus.FINISHED);

  private static final String[][] PERIODS = {
    {"", ""},
    {"2024-03-01", "2024-03-31"},
    {"2024-03-01", ""},
    {"", "2024-03-01"},
    {"2024-02-29T23:30:00-05:00", "2024-03-01T06:00:00Z"},
    {"2024", "2024"},
    {"2024-03", "2024-03"},
    {"2024-03-01T00:00:00Z", "2024-03-01T23:59:59Z"},
    {"2023-12-31T23:59:59.999Z", "2024-01-01T00:00:00.000Z"},
    {"2024-03-31T10:00:00+02:00", "2024-03-31T10:00:00+02:00"},
    {"1999-12-31", "2030-01-01"},
    {"2025-06-30T22:00:00Z", ""}
  };

  private static final String[][] LENGTHS = {
    {"60", "min"},
    {"1", "h"},
    {"1.0", "h"},
    {"3600", "s"},
    {"2", "d"},
    {"90", "min"},
    {"1.5", "h"},
    {"100", "min"},
    {"100.4", "min"},
    {"100.5", "min"},
    {"0", "min"}
  };

  private EdgeEncounters() {}

  static void addTo(EdgeDraft draft) {
    addNeighbours(draft);
    for (int i = 0; i < 30; i++) {
      Encounter encounter = draft.add(new Encounter());
      encounter.setStatus(STATUS.get(i % STATUS.size())).setClass_(kind(draft, i));
      if (i > 0) {
        addValues(draft, encounter, i);
        addReferences(draft, encounter, i);
      }
    }
  }

  private static void addNeighbours(EdgeDraft draft) {
    draft.add(new Account()).setStatus(AccountStatus.ACTIVE);
    draft
        .add(new Appointment())
        .setStatus(AppointmentStatus.PROPOSED)
        .addParticipant()
        .setActor(draft.to("Patient", 2))
        .setStatus(ParticipationStatus.ACCEPTED);
    draft
        .add(new EpisodeOfCare())
        .setStatus(EpisodeOfCareStatus.ACTIVE)
        .setPatient(draft.to("Patient", 2));
    for (int i = 0; i < 4; i++) {
      Condition condition = draft.add(new Condition()).setSubject(draft.to("Patient", 2 + i));
      condition.setCode(draft.conceptInTurn(1 + i));
      Procedure procedure = draft.add(new Procedure()).setStatus(ProcedureStatus.COMPLETED);
      procedure.setSubject(draft.to("Patient", 2 + i)).setCode(draft.conceptInTurn(2 + i));
      ServiceRequest request = draft.add(new ServiceRequest());
      request.setStatus(ServiceRequestStatus.ACTIVE).setIntent(ServiceRequestIntent.ORDER);
      request.setSubject(draft.to("Patient", 2 + i)).setCode(draft.conceptInTurn(3 + i));
    }
  }

  private static Coding kind(EdgeDraft draft, int i) {
    return switch (i % 5) {
      case 0 -> coding(ACTS, "AMB", "ambulatory");
      case 1 -> coding(ACTS, "IMP", "inpatient encounter");
      case 2 -> coding("", "AMB", "");
      case 3 -> coding(draft.sites(), "left-lung", "Straßenambulanz");
      default -> coding(draft.moods(), "merry", "Merry");
    };
  }

  private static void addValues(EdgeDraft draft, Encounter encounter, int i) {
    String[] when = PERIODS[i % PERIODS.length];
    if (i % PERIODS.length > 0) {
      encounter.setPeriod(period(when[0], when[1]));
    }
    if (i % 3 > 0) {
      encounter.setLength(length(i));
    }
    EdgePeople.identifiers(i, "Encounter").forEach(encounter::addIdentifier);
    CodeableConcept concept = draft.conceptInTurn(i);
    if (concept != null) {
      switch (i % 4) {
        case 0 -> encounter.addType(concept);
        case 1 -> encounter.addReasonCode(concept);
        case 2 -> encounter.getHospitalization().addSpecialArrangement(concept);
        default -> encounter.addType(concept).addType(draft.conceptInTurn(3));
      }
    }
  }

  private static Duration length(int i) {
    String[] parts = LENGTHS[i % LENGTHS.length];
    Duration length = new Duration();
    length.setValue(new BigDecimal(parts[0])).setSystem(Units.UCUM).setCode(parts[1]);
    if (i % 7 == 1) {
      length.setComparator(QuantityComparator.LESS_THAN);
    } else if (i % 7 == 3) {
      length.setComparator(QuantityComparator.GREATER_OR_EQUAL);
    }
    length.setUnit(parts[1].equals("min") ? "Minuten" : parts[1]);
    return length;
  }

  private static void addReferences(EdgeDraft draft, Encounter encounter, int i) {
    if (i % 6 < 5) {
      encounter.setSubject(draft.inTurn(i, "Patient", 2 + i % 4));
    }
    if (i % 3 == 1) {
      encounter
          .addParticipant()
          .setIndividual(draft.inTurn(i / 3, "Practitioner", 2 + i % 2))
          .addType(
              EdgeDraft.concept(
                  "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "ATND", ""));
      encounter.addParticipant().addType(draft.conceptInTurn(1 + i % 8));
    } else if (i % 9 == 2) {
      encounter.addParticipant().setIndividual(draft.to("RelatedPerson", 1));
    }
    if (i % 4 == 1) {
      String[] when = PERIODS[(i / 4 + 1) % PERIODS.length];
      encounter
          .addLocation()
          .setLocation(draft.inTurn(i / 4 % 3, "Location", 1 + i % 3))
          .setPeriod(period(when[0], when[1]));
      encounter.addLocation().setLocation(draft.to("Location", i % 8 == 1 ? 7 : 8));
    }
    switch (i % 5) {
      case 1 -> {
        encounter.addDiagnosis().setCondition(draft.to("Condition", 1));
        encounter.addReasonReference(draft.to("Procedure", 3));
      }
      case 2 -> {
        encounter.addDiagnosis().setCondition(draft.to("Procedure", 1));
        encounter.addReasonReference(draft.to("Condition", 3));
        encounter.addBasedOn(draft.inTurn(i / 5, "ServiceRequest", 1));
      }
      case 3 -> {
        encounter.addAccount(draft.to("Account", 1)).addAppointment(draft.to("Appointment", 1));
        encounter.addEpisodeOfCare(draft.to("EpisodeOfCare", 1));
      }
      default -> {}
    }
    if (i % 4 == 2) {
      encounter.setServiceProvider(draft.inTurn(i / 4, "Organization", 1 + i % 3));
    }
    if (i > 2 && i % 3 == 2) {
      encounter.setPartOf(draft.to("Encounter", i - 2));
    }
  }
}
