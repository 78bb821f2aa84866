package org.andiron.security.access;

import java.util.Set;
import org.andiron.security.Caller;

/** Patients to whom a user stands in a relation that the records tell. Ids without type. */
interface PatientsOfUser {

  /** Whose relative the user is. */
  Set<String> related(Caller caller);

  /** In whose CareTeam the user is. */
  Set<String> cared(Caller caller);
}
