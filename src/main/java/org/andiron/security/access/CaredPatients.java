package org.andiron.security.access;

import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * The patients for whom somebody cares now: in an active CareTeam, as their general practitioner,
 * or in an encounter that is going on.
 */
final class CaredPatients {

  private final StoredRecords records;

  CaredPatients(StoredRecords records) {
    this.records = records;
  }

  /** Ids of the patients of a Practitioner or PractitionerRole. */
  Set<String> of(String fhirUser) {
    Carers carers = Carers.of(fhirUser, records);
    Set<String> patients = new TreeSet<>();
    if (!carers.persons().isEmpty()) {
      addOfTeams(carers, patients);
      addOfGeneralPractitioner(carers, patients);
      addOfEncounters(carers, patients);
    }
    return patients;
  }

  private void addOfTeams(Carers carers, Set<String> patients) {
    for (CareTeam team :
        records.search(
            CareTeam.class,
            StoredRecords.referringTo("participant", carers.all())
                .add("status", new TokenParam("active")))) {
      boolean takesPart =
          team.getParticipant().stream()
              .anyMatch(it -> includes(carers.all(), it.getMember(), it.getPeriod()));
      if (takesPart && StoredRecords.includesNow(team.getPeriod())) {
        StoredRecords.patient(team.getSubject()).ifPresent(patients::add);
      }
    }
  }

  private void addOfGeneralPractitioner(Carers carers, Set<String> patients) {
    for (Patient patient :
        records.search(
            Patient.class, StoredRecords.referringTo("general-practitioner", carers.persons()))) {
      patients.add(patient.getIdElement().getIdPart());
    }
  }

  private void addOfEncounters(Carers carers, Set<String> patients) {
    TokenOrListParam current = new TokenOrListParam();
    for (String status : new String[] {"arrived", "triaged", "in-progress", "onleave"}) {
      current.add(new TokenParam(status));
    }
    for (Encounter encounter :
        records.search(
            Encounter.class,
            StoredRecords.referringTo("participant", carers.persons()).add("status", current))) {
      boolean takesPart =
          encounter.getParticipant().stream()
              .anyMatch(it -> includes(carers.persons(), it.getIndividual(), it.getPeriod()));
      if (takesPart && StoredRecords.includesNow(encounter.getPeriod())) {
        StoredRecords.patient(encounter.getSubject()).ifPresent(patients::add);
      }
    }
  }

  private static boolean includes(Set<String> carers, Reference member, Period period) {
    return StoredRecords.reference(member, "Practitioner", "PractitionerRole", "Organization")
            .filter(carers::contains)
            .isPresent()
        && StoredRecords.includesNow(period);
  }
}
