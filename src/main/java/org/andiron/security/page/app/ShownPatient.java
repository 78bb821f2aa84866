package org.andiron.security.page.app;

import java.util.Optional;
import org.andiron.security.PatientsShown;
import org.andiron.security.UserDirectory;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.patient.PatientEntry;
import org.springframework.context.ApplicationEventPublisher;

/** The patient in context as the user may see them. */
final class ShownPatient {

  private final UserDirectory users;
  private final PatientDirectory patients;
  private final ApplicationEventPublisher events;

  ShownPatient(UserDirectory users, PatientDirectory patients, ApplicationEventPublisher events) {
    this.users = users;
    this.patients = patients;
    this.events = events;
  }

  /**
   * Whom a page shows, which is recorded.
   *
   * @param page its path
   * @return empty if there is no patient in context, or the user may not see them any more
   */
  Optional<PatientEntry> on(String page, Optional<String> patient, String username) {
    Optional<PatientEntry> shown =
        users.find(username).flatMap(user -> patient.flatMap(id -> patients.find(user, id)));
    shown.ifPresent(it -> events.publishEvent(new PatientsShown.Named(username, page, it.id())));
    return shown;
  }
}
