package org.andiron.consent.requester;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what is stored about callers, whatever they may see of it: as the owner of the tables, in
 * transactions of its own, so that it finds what is committed and nothing else.
 */
final class RequesterRecords {

  private static final String EPOCH = "select shared, own from andiron.reader_epoch(?, ?)";

  /**
   * By literal references and by identifiers, see {@code V33__links_by_identifier.sql}. Of a group
   * only the members that matter: it may have very many.
   */
  private static final String AROUND =
      """
      with recursive me as materialized (
        select r.res_id, r.res_type
        from unnest(?::text[], ?::text[]) me (type, id)
        join hfj_resource r on r.res_type = me.type and r.fhir_id = me.id),
      persons as materialized (
        select l.src_resource_id as res_id from me
        join hfj_res_link l on l.target_resource_id = me.res_id
        where me.res_type = 'RelatedPerson' and l.source_resource_type = 'Person'
        union
        select p from me, andiron.referrers_by_identifier(me.res_id, 'Person', 'link') p
        where me.res_type = 'RelatedPerson'),
      people as materialized (
        select res_id from me
        union
        select l.src_resource_id from me
        join hfj_res_link l on l.target_resource_id = me.res_id
        where me.res_type = 'Practitioner' and l.src_path = 'PractitionerRole.practitioner'
        union
        select p from me,
          andiron.referrers_by_identifier(me.res_id, 'PractitionerRole', 'practitioner') p
        where me.res_type = 'Practitioner'
        union
        select l.target_resource_id from me
        join hfj_res_link l on l.src_resource_id = me.res_id
        where l.src_path = 'PractitionerRole.practitioner'
        union
        select p from me, andiron.targets_by_identifier(
          me.res_id, 'PractitionerRole', 'practitioner', 'Practitioner') p
        union
        select l.target_resource_id from persons
        join hfj_res_link l on l.src_resource_id = persons.res_id
        where l.target_resource_type = 'RelatedPerson'
        union
        select p from persons,
          andiron.targets_by_identifier(persons.res_id, 'Person', 'link', 'RelatedPerson') p),
      organizations as (
        select res_id from me where res_type = 'Organization'
        union
        select l.target_resource_id from people
        join hfj_res_link l on l.src_resource_id = people.res_id
        where l.src_path = 'PractitionerRole.organization'
        union
        select p from people, andiron.targets_by_identifier(
          people.res_id, 'PractitionerRole', 'organization', 'Organization') p
        union
        select p.res_id from organizations o cross join lateral (
          select l.target_resource_id as res_id from hfj_res_link l
          where l.src_resource_id = o.res_id and l.src_path = 'Organization.partOf'
          union all
          select t from andiron.targets_by_identifier(
            o.res_id, 'Organization', 'partof', 'Organization') t) p),
      memberships as (
        select res_id, false as found from people
        union
        select res_id, false from organizations
        union
        select t.res_id, true from memberships m cross join lateral (
          select l.src_resource_id as res_id from hfj_res_link l
          where l.target_resource_id = m.res_id
            and l.src_path in ('CareTeam.participant.member', 'Group.member.entity')
          union all
          select c from andiron.referrers_by_identifier(m.res_id, 'CareTeam', 'participant') c
          union all
          select g from andiron.referrers_by_identifier(m.res_id, 'Group', 'member') g) t),
      found as materialized (
        select res_id from memberships union select res_id from persons),
      names as materialized (
        select array_agg(r.res_type || '/' || r.fhir_id) as of_all
        from found join hfj_resource r using (res_id)),
      identifiers as materialized (
        select array_agg(t.code) as of_all
        from found join andiron.idx_token t using (res_id)
        join andiron.search_parameter p on p.id = t.param and p.code = 'identifier')
      select case when r.res_type <> 'Group' then v.res_text_vc
        else jsonb_set(v.res_text_vc::jsonb, '{member}', coalesce((
          select jsonb_agg(member) from jsonb_array_elements(v.res_text_vc::jsonb -> 'member') member
          where member #>> '{entity,reference}' = any((select of_all from names)::text[])
            or member #>> '{entity,identifier,value}'
              = any((select of_all from identifiers)::text[])), '[]'))::text
        end as text, r.res_type || '/' || r.fhir_id as id
      from found join hfj_resource r using (res_id)
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      where r.res_deleted_at is null and v.res_text_vc is not null
      """;

  private final JdbcOperations jdbc;
  private final FhirContext context;
  private final TransactionTemplate reading;

  RequesterRecords(
      JdbcOperations jdbc, FhirContext context, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.context = context;
    this.reading = new TransactionTemplate(transactions);
    reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    reading.setReadOnly(true);
  }

  RequesterEpoch epoch(Collection<ResourceRef> caller) {
    return Objects.requireNonNull(
        reading.execute(
            status ->
                jdbc.queryForObject(
                    EPOCH,
                    (row, number) -> new RequesterEpoch(row.getLong(1), row.getString(2)),
                    types(caller),
                    ids(caller))));
  }

  /** The caller, and what may say more of them, whether or not it is in force. */
  List<Resource> around(Collection<ResourceRef> caller) {
    List<Resource> found = new ArrayList<>();
    IParser parser = context.newJsonParser();
    reading.executeWithoutResult(
        status ->
            jdbc.query(
                AROUND,
                row -> {
                  Resource resource = (Resource) parser.parseResource(row.getString(1));
                  resource.setId(row.getString(2));
                  found.add(resource);
                },
                types(caller),
                ids(caller)));
    return found;
  }

  private static String[] types(Collection<ResourceRef> resources) {
    return resources.stream().map(ResourceRef::type).toArray(String[]::new);
  }

  private static String[] ids(Collection<ResourceRef> resources) {
    return resources.stream().map(ResourceRef::id).toArray(String[]::new);
  }
}
