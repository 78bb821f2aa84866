package org.andiron.consent.enforcement;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the storing of some resources concerns.
 *
 * @param consenting numbers of the patients of whose record they are or were part, and who have a
 *     Consent
 * @param changed those of whom a Consent is or was among the resources
 * @param concerned the resources of these patients, and those that are under a rule until now
 * @param naming those whose Consents name one of the resources, or may, as {@link NamedRows} has it
 */
record Situation(Set<Long> consenting, Set<Long> changed, Set<Long> concerned, Set<Long> naming) {

  private static final String READ =
      """
      select c.res_id, c.patient, c.res_type,
        exists (
          select 1 from andiron.compartment k
          where k.patient = c.patient and k.res_type = 'Consent' and k.to_version is null)
          as consenting,
        exists (
          select 1 from andiron.ruled d where d.res_id = c.res_id and d.to_version is null) as ruled,
        false as naming
      from andiron.consented c
      where c.res_id = any(?::bigint[])
      group by c.res_id, c.patient, c.res_type
      union all
      select null, n.patient, '', true, false, true from (%s) n
      """
          .formatted(NamedRows.NAMING);

  /** Reads it, in one round trip. */
  static Situation of(JdbcTemplate jdbc, Collection<Long> resources) {
    Situation situation =
        new Situation(
            new HashSet<>(), new LinkedHashSet<>(), new HashSet<>(), new LinkedHashSet<>());
    Long[] numbers = resources.toArray(Long[]::new);
    jdbc.query(
        READ,
        row -> {
          long patient = row.getLong("patient");
          if (row.getBoolean("naming")) {
            situation.naming.add(patient);
            return;
          }
          boolean consenting = row.getBoolean("consenting");
          if (consenting) {
            situation.consenting.add(patient);
          }
          if (row.getString("res_type").equals("Consent")) {
            situation.changed.add(patient);
          }
          if (consenting || row.getBoolean("ruled")) {
            situation.concerned.add(row.getLong("res_id"));
          }
        },
        numbers,
        numbers,
        numbers);
    return situation;
  }
}
