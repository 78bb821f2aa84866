package org.andiron.audit.capture;

import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of whose records something is of which somebody has no more than the id. */
public final class HiddenRecords {

  private static final String PATIENTS =
      """
      select p.fhir_id
      from hfj_resource r
      join andiron.compartment c on c.res_id = r.res_id and c.to_version is null
      join hfj_resource p on p.res_id = c.patient
      where r.res_type = ? and r.fhir_id = ? and r.res_deleted_at is null
      """;

  private final JdbcTemplate jdbc;

  HiddenRecords(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Ids of the patients; none if nothing is there.
   *
   * @param reference as in {@code Observation/1}
   */
  public Set<String> patientsOf(String reference) {
    int slash = reference.indexOf('/');
    return new LinkedHashSet<>(
        jdbc.queryForList(
            PATIENTS, String.class, reference.substring(0, slash), reference.substring(slash + 1)));
  }
}
