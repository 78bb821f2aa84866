package org.andiron.security.page.app;

import java.util.Optional;
import org.andiron.security.UserDirectory;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.patient.PatientEntry;

/** The patient in context as the user may see them. */
final class ShownPatient {

  private final UserDirectory users;
  private final PatientDirectory patients;

  ShownPatient(UserDirectory users, PatientDirectory patients) {
    this.users = users;
    this.patients = patients;
  }

  /** Empty if there is no patient in context, or the user may not see them any more. */
  Optional<PatientEntry> of(Optional<String> patient, String username) {
    return users.find(username).flatMap(user -> patient.flatMap(id -> patients.find(user, id)));
  }
}
