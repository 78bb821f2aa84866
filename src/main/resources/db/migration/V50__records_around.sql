-- What says more of a caller was one statement with recursion, of which PostgreSQL expected a hundred million
-- rows: it cleared tables for them, half a second each time. In steps it knows how many there are.
alter function andiron.referrers_by_identifier rows 1;
alter function andiron.targets_by_identifier rows 1;

create function andiron.records_around(types text[], ids text[])
returns table (content text, reference text)
language plpgsql stable as $$
declare
  me            bigint[];
  persons       bigint[];
  people        bigint[];
  organizations bigint[];
  around        bigint[];
  wave          bigint[];
  names         text[];
  identifiers   text[];
begin
  me := array(
    select r.res_id from unnest(types, ids) it (type, id)
    join hfj_resource r on r.res_type = it.type and r.fhir_id = it.id);
  persons := array(
    select l.src_resource_id from hfj_resource r
    join hfj_res_link l on l.target_resource_id = r.res_id
    where r.res_id = any(me) and r.res_type = 'RelatedPerson' and l.source_resource_type = 'Person'
    union
    select p from hfj_resource r, andiron.referrers_by_identifier(r.res_id, 'Person', 'link') p
    where r.res_id = any(me) and r.res_type = 'RelatedPerson');
  people := array(
    select unnest(me)
    union
    select l.src_resource_id from hfj_resource r
    join hfj_res_link l on l.target_resource_id = r.res_id
    where r.res_id = any(me) and r.res_type = 'Practitioner'
      and l.src_path = 'PractitionerRole.practitioner'
    union
    select p from hfj_resource r,
      andiron.referrers_by_identifier(r.res_id, 'PractitionerRole', 'practitioner') p
    where r.res_id = any(me) and r.res_type = 'Practitioner'
    union
    select l.target_resource_id from hfj_res_link l
    where l.src_resource_id = any(me) and l.src_path = 'PractitionerRole.practitioner'
    union
    select p from unnest(me) m,
      andiron.targets_by_identifier(m, 'PractitionerRole', 'practitioner', 'Practitioner') p
    union
    select l.target_resource_id from hfj_res_link l
    where l.src_resource_id = any(persons) and l.target_resource_type = 'RelatedPerson'
    union
    select p from unnest(persons) m,
      andiron.targets_by_identifier(m, 'Person', 'link', 'RelatedPerson') p);
  people := array_remove(people, null);
  organizations := array_remove(array(
    select r.res_id from hfj_resource r where r.res_id = any(me) and r.res_type = 'Organization'
    union
    select l.target_resource_id from hfj_res_link l
    where l.src_resource_id = any(people) and l.src_path = 'PractitionerRole.organization'
    union
    select p from unnest(people) m,
      andiron.targets_by_identifier(m, 'PractitionerRole', 'organization', 'Organization') p), null);
  wave := organizations;
  while cardinality(wave) > 0 loop
    wave := array(
      select l.target_resource_id from hfj_res_link l
      where l.src_resource_id = any(wave) and l.src_path = 'Organization.partOf'
        and not l.target_resource_id = any(organizations)
      union
      select p from unnest(wave) m,
        andiron.targets_by_identifier(m, 'Organization', 'partof', 'Organization') p
      where not p = any(organizations));
    organizations := organizations || wave;
  end loop;
  around := people || organizations;
  wave := around;
  while cardinality(wave) > 0 loop
    wave := array(
      select l.src_resource_id from hfj_res_link l
      where l.target_resource_id = any(wave)
        and l.src_path in ('CareTeam.participant.member', 'Group.member.entity')
        and not l.src_resource_id = any(around)
      union
      select p from unnest(wave) m, andiron.referrers_by_identifier(m, 'CareTeam', 'participant') p
      where not p = any(around)
      union
      select p from unnest(wave) m, andiron.referrers_by_identifier(m, 'Group', 'member') p
      where not p = any(around));
    around := around || wave;
  end loop;
  around := array(select unnest(around) union select unnest(persons));
  names := array(
    select r.res_type || '/' || r.fhir_id from hfj_resource r where r.res_id = any(around));
  identifiers := array(
    select t.code from andiron.idx_token t
    where t.res_id = any(around)
      and t.param in (select p.id from andiron.search_parameter p where p.code = 'identifier'));
  return query
    select case when r.res_type <> 'Group' then v.res_text_vc::text
        else jsonb_set(v.res_text_vc::jsonb, '{member}', coalesce((
          select jsonb_agg(member) from jsonb_array_elements(v.res_text_vc::jsonb -> 'member') member
          where member #>> '{entity,reference}' = any(names)
            or member #>> '{entity,identifier,value}' = any(identifiers)), '[]'))::text
      end, (r.res_type || '/' || r.fhir_id)::text
    from hfj_resource r
    join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
    where r.res_id = any(around) and r.res_deleted_at is null and v.res_text_vc is not null;
end
$$;
comment on function andiron.records_around is
  'Callers, and what may say more of them, by literal references and by identifiers: who they are besides, the'
  ' organizations of their roles with those of which these are part, and the teams and groups of all of them.'
  ' Of a group only the members that matter: it may have very many';
