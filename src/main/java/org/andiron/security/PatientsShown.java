package org.andiron.security;

import java.util.List;

/**
 * That a page of this server shows a user who patients are, published to the application before it
 * is answered; the audit trail listens. What cannot be recorded is not shown.
 */
public sealed interface PatientsShown {

  /**
   * A page of a list to choose from.
   *
   * @param user name of the account
   * @param page its path, with what the user asked for as query; no handle
   * @param patients ids of those whom it shows, perhaps nobody
   */
  record Found(String user, String page, List<String> patients) implements PatientsShown {
    public Found {
      patients = List.copyOf(patients);
    }
  }

  /**
   * A patient in whose record an app works, or is to.
   *
   * @param user name of the account
   * @param page its path
   * @param patient id of the Patient
   */
  record Named(String user, String page, String patient) implements PatientsShown {}
}
