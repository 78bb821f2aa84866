package org.andiron.security.access;

import java.util.Set;
import org.andiron.security.Caller;

/** Patients to whom a user stands in a relation that the records tell. Ids without type. */
interface PatientsOfUser {

  /** Whose relative the user is. */
  Set<String> related(Caller caller);

  /** For whom the user cares: in a CareTeam, as general practitioner, in an encounter. */
  Set<String> cared(Caller caller);
}
