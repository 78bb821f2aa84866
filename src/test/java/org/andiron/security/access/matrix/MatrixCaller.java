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
    String role = user.replace(".test", "");
    return new Oracle(
        user.isEmpty() ? RoleTable.BACKEND : RoleTable.of(role),
        scopes,
        user.equals(TestUsers.PATIENT) || user.equals(TestUsers.RELATIVE) ? MatrixRecords.OWN : "",
        launched ? MatrixRecords.OWN : null,
        user.isEmpty() || role.equals(RoleTable.ADMINISTRATOR));
  }

  @Override
  public String toString() {
    return (user.isEmpty() ? "backend" : user)
        + (launched ? " in context" : "")
        + " with "
        + scopes;
  }
}
