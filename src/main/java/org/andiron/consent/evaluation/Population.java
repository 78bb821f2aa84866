package org.andiron.consent.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.security.KnownUser;
import org.andiron.security.People;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * All who are known here and may have to do with a record: Practitioners, PractitionerRoles of
 * nobody, and the RelatedPersons of the patient, each with the roles of their accounts. Other
 * patients and their relatives have no right to it, whatever consents say.
 */
final class Population {

  private static final String PEOPLE =
      """
      select r.res_type || '/' || r.fhir_id from hfj_resource r
      where r.res_type = 'Practitioner' and r.res_deleted_at is null
      union all
      select r.res_type || '/' || r.fhir_id from hfj_resource r
      where r.res_type = 'PractitionerRole' and r.res_deleted_at is null
        and not exists (
          select 1 from hfj_res_link l
          where l.src_resource_id = r.res_id and l.src_path = 'PractitionerRole.practitioner')
      union all
      select r.res_type || '/' || r.fhir_id from andiron.compartment c
      join hfj_resource p on p.res_id = c.patient and p.res_type = 'Patient' and p.fhir_id = ?
      join hfj_resource r on r.res_id = c.res_id and r.res_deleted_at is null
      where c.res_type = 'RelatedPerson' and c.to_version is null
      """;

  private final JdbcTemplate jdbc;
  private final Optional<People> accounts;

  /**
   * @param accounts empty if they are kept elsewhere
   */
  Population(JdbcTemplate jdbc, Optional<People> accounts) {
    this.jdbc = jdbc;
    this.accounts = accounts;
  }

  /** In a fixed order. */
  List<Member> around(String patient) {
    Map<String, Set<String>> people = new TreeMap<>();
    jdbc.queryForList(PEOPLE, String.class, patient).forEach(it -> people.put(it, new TreeSet<>()));
    for (KnownUser user : accounts.map(People::all).orElse(List.of())) {
      user.fhirUser()
          .filter(it -> people.containsKey(it) || it.startsWith("Practitioner"))
          .ifPresent(it -> people.computeIfAbsent(it, any -> new TreeSet<>()).addAll(user.roles()));
    }
    List<Member> members = new ArrayList<>();
    people.forEach((reference, roles) -> members.add(new Member(reference, List.copyOf(roles))));
    return members;
  }
}
