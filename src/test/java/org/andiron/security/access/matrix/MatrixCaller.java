package org.andiron.security.access.matrix;

import org.andiron.testsupport.TestUsers;

/**
 * Who calls in the matrix.
 *
 * @param user of {@link TestUsers}; empty for a client that acts for itself
 * @param launched whether there is a patient in context
 */
record MatrixCaller(String user, String scopes, boolean launched) {

  static MatrixCaller of(String user, String scopes) {
    return new MatrixCaller(user, scopes, false);
  }

  static MatrixCaller launched(String user, String scopes) {
    return new MatrixCaller(user, scopes, true);
  }

  static MatrixCaller backend(String scopes) {
    return new MatrixCaller("", scopes, false);
  }

  Oracle oracle() {
    return new Oracle(
        user.isEmpty() ? RoleTable.BACKEND : RoleTable.of(user.replace(".test", "")),
        scopes,
        user.equals(TestUsers.PATIENT) || user.equals(TestUsers.RELATIVE) ? MatrixRecords.OWN : "",
        launched ? MatrixRecords.OWN : null);
  }

  @Override
  public String toString() {
    return (user.isEmpty() ? "backend" : user)
        + (launched ? " in context" : "")
        + " with "
        + scopes;
  }
}
