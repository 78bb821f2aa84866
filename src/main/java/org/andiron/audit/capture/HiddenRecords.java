package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.audit.ConsentContext;
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
  private final Supplier<ConsentContext> consents;

  HiddenRecords(JdbcTemplate jdbc, Supplier<ConsentContext> consents) {
    this.jdbc = jdbc;
    this.consents = consents;
  }

  /**
   * What a request does not find.
   *
   * @param reference as in {@code Observation/1}
   */
  Hidden of(RequestDetails request, String reference) {
    Set<String> patients = patientsOf(reference);
    return patients.isEmpty()
        ? Hidden.NOTHING
        : new Hidden(patients, consents.get().denying(request, reference));
  }

  /**
   * Ids of the patients of whose records something is; none if nothing is there.
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
