package org.andiron.security.access;

import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * The patients to whom a relative is related now. Of a parent of two there are two RelatedPersons;
 * that they are one and the same is for a Person to say, whose links staff makes. Identifiers that
 * happen to be equal do not.
 *
 * @see <a href="https://hl7.org/fhir/R4/person-definitions.html#Person.link">Person.link</a>
 */
final class RelatedPatients {

  private final StoredRecords records;

  RelatedPatients(StoredRecords records) {
    this.records = records;
  }

  /** Ids of the patients of a RelatedPerson, and of those who are the same person. */
  Set<String> of(String fhirUser) {
    Set<String> people = new TreeSet<>(Set.of(fhirUser));
    for (Person person :
        records.search(
            Person.class, StoredRecords.referringTo("relatedperson", Set.of(fhirUser)))) {
      if (!person.hasActive() || person.getActive()) {
        person
            .getLink()
            .forEach(
                link ->
                    StoredRecords.reference(link.getTarget(), "RelatedPerson")
                        .ifPresent(people::add));
      }
    }
    Set<String> patients = new TreeSet<>();
    for (String it : people) {
      records
          .read(RelatedPerson.class, it)
          .filter(
              person ->
                  (!person.hasActive() || person.getActive())
                      && StoredRecords.includesNow(person.getPeriod()))
          .flatMap(person -> StoredRecords.patient(person.getPatient()))
          .ifPresent(patients::add);
    }
    return patients;
  }
}
