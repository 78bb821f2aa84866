package org.andiron.security.access;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.Set;
import org.andiron.security.Caller;

/** Looks relations up in the records of the server, whatever the caller may see of them. */
final class RecordedRelations implements PatientsOfUser {

  private final RelatedPatients related;
  private final CaredPatients cared;

  RecordedRelations(DaoRegistry daos) {
    StoredRecords records = new StoredRecords(daos);
    related = new RelatedPatients(records);
    cared = new CaredPatients(records);
  }

  @Override
  public Set<String> related(Caller caller) {
    return caller
        .fhirUser()
        .filter(it -> it.startsWith("RelatedPerson/"))
        .map(related::of)
        .orElse(Set.of());
  }

  @Override
  public Set<String> cared(Caller caller) {
    return caller
        .fhirUser()
        .filter(it -> it.startsWith("Practitioner"))
        .map(cared::of)
        .orElse(Set.of());
  }
}
