package org.andiron.visibility;

import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps whose patients' records resources are part of. One statement in the transaction that stores
 * them, which writes only where that changes.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 */
final class Compartments {

  private static final String WRITE =
      """
      with stored as materialized (
        select res_id, res_type, res_ver from hfj_resource
        where res_id = any(?::bigint[]) and res_deleted_at is null),
      wanted as materialized (
        select s.res_id, s.res_type, s.res_ver, s.res_id as patient
        from stored s where s.res_type = 'Patient'
        union
        select s.res_id, s.res_type, s.res_ver, l.target_resource_id
        from stored s
        join hfj_res_link l on l.src_resource_id = s.res_id
        join andiron.compartment_path p on p.path = l.src_path
        where l.target_resource_type = 'Patient' and l.target_resource_id is not null),
      ended as (
        update andiron.compartment c set to_version = s.res_ver
        from stored s
        where c.res_id = s.res_id and c.to_version is null
          and not exists (
            select 1 from wanted w where w.res_id = c.res_id and w.patient = c.patient))
      insert into andiron.compartment (res_id, patient, res_type, from_version)
      select w.res_id, w.patient, w.res_type, w.res_ver from wanted w
      where not exists (
        select 1 from andiron.compartment c
        where c.res_id = w.res_id and c.patient = w.patient and c.to_version is null)
      """;

  private final JdbcTemplate jdbc;

  Compartments(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Looks at resources whose links and versions are in the database.
   *
   * @param resources their numbers in {@code hfj_resource}
   */
  void write(Collection<Long> resources) {
    jdbc.update(WRITE, (Object) resources.toArray(Long[]::new));
  }
}
