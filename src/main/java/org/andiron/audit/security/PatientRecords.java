package org.andiron.audit.security;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.Requester;
import org.andiron.security.PatientsShown;

/** What is recorded of patients whom pages of this server show. */
final class PatientRecords {

  private final AuditTrail trail;
  private final Function<String, Requester> people;
  private final Supplier<String> issuer;
  private final Function<Collection<String>, List<ConsentBasis>> permitting;

  /**
   * @param people who is signed in, by the name of the account
   * @param issuer public root of the server
   * @param permitting under what somebody is shown something of patients' records
   */
  PatientRecords(
      AuditTrail trail,
      Function<String, Requester> people,
      Supplier<String> issuer,
      Function<Collection<String>, List<ConsentBasis>> permitting) {
    this.trail = trail;
    this.people = people;
    this.issuer = issuer;
    this.permitting = permitting;
  }

  AuditedEvent of(PatientsShown event) {
    if (event instanceof PatientsShown.Found it) {
      return shown(EventKind.SEARCH_TYPE, it.user(), it.page(), it.patients()).build();
    }
    PatientsShown.Named it = (PatientsShown.Named) event;
    return shown(EventKind.READ, it.user(), it.page(), List.of(it.patient()))
        .data(DataObject.resource("Patient/" + it.patient()))
        .build();
  }

  private AuditedEvent.Builder shown(
      EventKind kind, String user, String page, List<String> patients) {
    return trail
        .event(kind, people.apply(user))
        .query(RawQuery.get(issuer.get() + page))
        .patients(patients)
        .consents(permitting.apply(patients));
  }
}
