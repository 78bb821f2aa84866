package org.andiron.consent.enforcement;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is stored of resources that others refer to. Everything exists for it. */
final class KnownRecords {

  /** Wherever {@code OwnIdentifiers} finds those of what is ruled. */
  private static final String IDENTIFIERS =
      """
      select coalesce(i ->> 'system', '') as system, i ->> 'value' as value
      from hfj_resource r
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      cross join lateral jsonb_path_query(
        v.res_text_vc::jsonb,
        '$.keyvalue() ? (@.key == "identifier" || @.key == "masterIdentifier"
          || @.key == "accessionIdentifier").value[*]') i
      where r.res_type = ? and r.fhir_id = ? and r.res_deleted_at is null
        and i ->> 'value' is not null
      """;

  private static final String PRACTITIONER =
      """
      select p.fhir_id from hfj_resource r
      join hfj_res_link l on l.src_resource_id = r.res_id
      join hfj_resource p on p.res_id = l.target_resource_id
      where r.res_type = 'PractitionerRole' and r.fhir_id = ?
        and l.src_path = 'PractitionerRole.practitioner'
      """;

  private final JdbcTemplate jdbc;

  KnownRecords(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Its own identifiers. */
  Set<BusinessIdentifier> identifiersOf(ResourceRef resource) {
    return new HashSet<>(
        jdbc.query(
            IDENTIFIERS,
            (row, number) -> new BusinessIdentifier(row.getString(1), row.getString(2)),
            resource.type(),
            resource.id()));
  }

  /** Who has the role, whether or not it is in force. */
  Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole) {
    return jdbc.queryForList(PRACTITIONER, String.class, practitionerRole.id()).stream()
        .map(id -> new ResourceRef("Practitioner", id))
        .findFirst();
  }
}
