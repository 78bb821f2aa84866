package org.andiron.security.access;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.PractitionerRole;

/**
 * As whom a practitioner cares for patients.
 *
 * @param persons references to the Practitioner and their roles that are in force
 * @param all and to the organizations for which they have these roles
 */
record Carers(Set<String> persons, Set<String> all) {

  /** Those of a user, who is a Practitioner or has one role of them. */
  static Carers of(String fhirUser, StoredRecords records) {
    Set<String> persons = new TreeSet<>();
    Set<String> organizations = new TreeSet<>();
    if (fhirUser.startsWith("Practitioner/")) {
      persons.add(fhirUser);
      for (PractitionerRole role :
          records.search(
              PractitionerRole.class,
              StoredRecords.referringTo("practitioner", Set.of(fhirUser)))) {
        add(role, persons, organizations);
      }
    } else if (fhirUser.startsWith("PractitionerRole/")) {
      Optional<PractitionerRole> role = records.read(PractitionerRole.class, fhirUser);
      role.ifPresent(it -> add(it, persons, organizations));
    }
    Set<String> all = new TreeSet<>(persons);
    all.addAll(organizations);
    return new Carers(persons, all);
  }

  private static void add(PractitionerRole role, Set<String> persons, Set<String> organizations) {
    boolean inForce =
        (!role.hasActive() || role.getActive()) && StoredRecords.includesNow(role.getPeriod());
    if (inForce) {
      persons.add(role.getIdElement().toUnqualifiedVersionless().getValue());
      StoredRecords.reference(role.getPractitioner(), "Practitioner").ifPresent(persons::add);
      StoredRecords.reference(role.getOrganization(), "Organization").ifPresent(organizations::add);
    }
  }
}
