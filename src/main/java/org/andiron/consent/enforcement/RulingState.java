package org.andiron.consent.enforcement;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * By what the records of all patients were put under rules, and how far that has come.
 *
 * @param codeSystems those that were known
 * @param codesOnly whether it is done because of code systems alone: by the same policies all were
 *     gone through before
 * @param doneTo number of the last patient whose record was gone through
 */
record RulingState(
    String policies, String codeSystems, boolean codesOnly, long doneTo, boolean finished) {

  private static final RulingState NEVER = new RulingState("", "", false, 0, false);

  static RulingState read(JdbcTemplate jdbc) {
    return jdbc
        .query(
            "select policies, code_systems, codes_only, done_to, finished"
                + " from andiron.ruling_state",
            (row, number) ->
                new RulingState(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getLong(4),
                    row.getBoolean(5)))
        .stream()
        .findFirst()
        .orElse(NEVER);
  }

  void write(JdbcTemplate jdbc) {
    jdbc.update("delete from andiron.ruling_state");
    jdbc.update(
        "insert into andiron.ruling_state (policies, code_systems, codes_only, done_to, finished)"
            + " values (?, ?, ?, ?, ?)",
        policies,
        codeSystems,
        codesOnly,
        doneTo,
        finished);
  }

  /** The state from which to go on until records are under the policies and code systems of now. */
  RulingState towards(String policiesNow, String codeSystemsNow) {
    boolean samePolicies = policies.equals(policiesNow);
    return samePolicies && codeSystems.equals(codeSystemsNow)
        ? this
        : new RulingState(
            policiesNow, codeSystemsNow, samePolicies && (finished || codesOnly), 0, false);
  }

  RulingState reached(long patient, boolean end) {
    return new RulingState(policies, codeSystems, codesOnly, patient, end);
  }
}
