-- Of what else a resource tells: a RiskAssessment of its basis, a Provenance of its targets, a Bundle of the
-- patients whose data are in it. Resources are named as they are referred to, whether or not they are there.
-- Like the compartments, rows are written in the transaction that stores the resource, and those of a deleted
-- one stay current.
create table andiron.tells (
  res_id       bigint not null,
  res_type     text   not null,
  told_type    text   not null,
  told_id      text   not null,
  from_version bigint not null,
  to_version   bigint
);
create index tells_resource on andiron.tells (res_id);
create index tells_told on andiron.tells (told_type, told_id);
comment on column andiron.tells.to_version is
  'The first version that does not tell of it any more; null if the newest does';

-- What is stored already counts as if all versions told of what one does.
with references_in as (
  select r.res_id, r.res_type, v.res_ver, reference #>> '{}' as reference
  from hfj_resource r
  join hfj_res_ver v on v.res_id = r.res_id and v.res_text_vc is not null
  cross join lateral jsonb_path_query(v.res_text_vc::jsonb, case r.res_type
    when 'RiskAssessment' then '$.basis[*].reference'
    when 'Provenance' then '$.target[*].reference'
    else 'strict $.**.reference ? (@.type() == "string")' end::jsonpath) reference
  where r.res_type in ('RiskAssessment', 'Provenance', 'Bundle')
  union all
  select r.res_id, r.res_type, v.res_ver, 'Patient/' || (id #>> '{}')
  from hfj_resource r
  join hfj_res_ver v on v.res_id = r.res_id and v.res_text_vc is not null
  cross join lateral jsonb_path_query(
    v.res_text_vc::jsonb, 'strict $.**.resource ? (@.resourceType == "Patient").id') id
  where r.res_type = 'Bundle')
insert into andiron.tells (res_id, res_type, told_type, told_id, from_version)
select t.res_id, t.res_type, m.told[1], m.told[2], min(t.res_ver)
from references_in t
cross join lateral regexp_matches(
  t.reference, '^([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$') m (told)
where t.res_type <> 'Bundle' or m.told[1] = 'Patient'
group by t.res_id, t.res_type, m.told[1], m.told[2];

-- Whose consents are about a resource: a Bundle is in no compartment, so that rights show it to nobody by it.
create view andiron.consented as
  select c.res_id, c.patient, c.res_type, c.from_version, c.to_version from andiron.compartment c
  union all
  select t.res_id, p.res_id, t.res_type, t.from_version, t.to_version
  from andiron.tells t
  join hfj_resource p on p.res_type = 'Patient' and p.fhir_id = t.told_id
  where t.res_type = 'Bundle' and t.told_type = 'Patient';

alter table andiron.ruled add column told boolean not null default false;
comment on column andiron.ruled.told is 'Whether it is the rule of something of which the resource tells';

create or replace function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  delete from andiron.binary_referrer where source in (select res_id from gone);
  delete from andiron.binary_former_referrer where referrer in (select res_id from gone);
  delete from andiron.ruled where res_id in (select res_id from gone);
  delete from andiron.named_data where patient in (select res_id from gone);
  delete from andiron.tells where res_id in (select res_id from gone);
  return null;
end
$$;
