package org.andiron.consent.enforcement;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.facts.KnownResources;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is stored of resources that others refer to. Everything exists for it. */
final class KnownRecords implements KnownResources {

  private static final String IDENTIFIERS =
      """
      select coalesce(i ->> 'system', '') as system, i ->> 'value' as value
      from hfj_resource r
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      cross join lateral jsonb_array_elements(
        case jsonb_typeof(v.res_text_vc::jsonb -> 'identifier')
          when 'array' then v.res_text_vc::jsonb -> 'identifier'
          when 'object' then jsonb_build_array(v.res_text_vc::jsonb -> 'identifier')
          else '[]' end) i
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

  /** Types of what consents name data by. */
  private static final List<String> NAMED =
      List.of(
          "CarePlan",
          "Encounter",
          "EpisodeOfCare",
          "Organization",
          "Practitioner",
          "PractitionerRole",
          "RelatedPerson");

  private final JdbcTemplate jdbc;
  private final IdentifiedResources identified;

  KnownRecords(JdbcTemplate jdbc, IdentifiedResources identified) {
    this.jdbc = jdbc;
    this.identified = identified;
  }

  @Override
  public Set<BusinessIdentifier> identifiersOf(ResourceRef resource) {
    return new HashSet<>(
        jdbc.query(
            IDENTIFIERS,
            (row, number) -> new BusinessIdentifier(row.getString(1), row.getString(2)),
            resource.type(),
            resource.id()));
  }

  @Override
  public Set<ResourceRef> identifiedBy(BusinessIdentifier identifier) {
    return identified.having(List.of(identifier), NAMED);
  }

  @Override
  public Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole) {
    return jdbc.queryForList(PRACTITIONER, String.class, practitionerRole.id()).stream()
        .map(id -> new ResourceRef("Practitioner", id))
        .findFirst();
  }
}
