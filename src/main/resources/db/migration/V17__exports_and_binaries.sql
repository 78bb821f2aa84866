-- The files of bulk exports. They are no resources. Whose an export is, its row in bt2_job_instance
-- tells. Transactions of restricted requests have no business here.
create table andiron.export_file (
  id      text primary key,
  job     text        not null,
  type    text        not null,
  lines   bytea       not null,
  written timestamptz not null default now()
);
create index export_file_job on andiron.export_file (job);

-- What decides for whom a Binary exists: whoever sees the referrer sees the Binary. The referrer is a
-- resource with an attachment or a reference that leads to it, or the resource that the Binary itself
-- names as its security context, which then decides alone.
create table andiron.binary_referrer (
  source        bigint  not null,
  binary_id     text    not null,
  referrer      bigint  not null,
  referrer_type text    not null,
  context       boolean not null,
  from_version  bigint  not null
);
create index binary_referrer_binary on andiron.binary_referrer (binary_id);
create index binary_referrer_source on andiron.binary_referrer (source);
comment on column andiron.binary_referrer.source is 'res_id of the resource that has the link';
comment on column andiron.binary_referrer.referrer is 'res_id; 0 for a security context that is not here';
comment on column andiron.binary_referrer.from_version is
  'Version that the Binary had when the link was made: earlier ones are not shown by it';

-- What is stored already. Absolute URLs of this server are not known here: links by them count from
-- the next update on.
insert into andiron.binary_referrer (source, binary_id, referrer, referrer_type, context, from_version)
select distinct r.res_id, m.link[2], r.res_id, r.res_type, false, 1
  from hfj_resource r
  join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
  cross join lateral regexp_matches(
    v.res_text_vc, '"(url|reference)":"Binary/([A-Za-z0-9.-]{1,64})(?:/_history/[0-9]+)?"', 'g') m (link)
 where r.res_deleted_at is null and r.res_type <> 'Binary' and v.res_text_vc like '%"Binary/%';
insert into andiron.binary_referrer (source, binary_id, referrer, referrer_type, context, from_version)
select r.res_id, r.fhir_id, coalesce(t.res_id, 0), coalesce(t.res_type, ''), true, r.res_ver
  from hfj_resource r
  join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
  left join hfj_resource t
    on t.res_type || '/' || t.fhir_id = v.res_text_vc::jsonb #>> '{securityContext,reference}'
 where r.res_deleted_at is null and r.res_type = 'Binary' and v.res_text_vc like '%"securityContext"%';

create or replace function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  delete from andiron.binary_referrer where source in (select res_id from gone);
  return null;
end
$$;

-- A resource that is deleted shows no Binary any more. A Binary that is deleted is told to be gone to
-- those who saw it.
create function andiron.forget_binary_referrer() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from andiron.binary_referrer where source = new.res_id;
  return null;
end
$$;
create trigger andiron_forget_binary_referrer after update on hfj_resource for each row
  when (new.res_deleted_at is not null and old.res_deleted_at is null and new.res_type <> 'Binary')
  execute function andiron.forget_binary_referrer();

-- One more setting of a restricted transaction:
--   andiron.binaries            on if Binaries exist whose referrers do
do $$
declare
  role_name text;
  referrer text :=
    'b.referrer_type = any((select string_to_array(current_setting(''andiron.types''), '',''))::text[])'
    ' or exists (select 1 from andiron.compartment c where c.res_id = b.referrer and c.to_version is null'
    ' and c.patient = any((select current_setting(''andiron.patients''))::bigint[])'
    ' and (c.patient = any((select current_setting(''andiron.whole_patients''))::bigint[])'
    ' or c.patient || ''/'' || c.res_type'
    ' = any((select string_to_array(current_setting(''andiron.patient_types''), '',''))::text[])))';
  admitted text :=
    ' or exists (select 1 from andiron.admitted a where a.res_id = b.referrer and a.to_version is null'
    ' and a.query_id = any((select current_setting(''andiron.queries''))::int[]))'
    ' or exists (select 1 from andiron.admitted a join andiron.compartment c on c.res_id = a.res_id'
    ' where a.res_id = b.referrer and a.to_version is null and c.to_version is null'
    ' and c.patient = any((select current_setting(''andiron.query_patients''))::bigint[])'
    ' and c.patient || ''/'' || a.query_id'
    ' = any((select string_to_array(current_setting(''andiron.patient_queries''), '',''))::text[]))';
  deciding text := '(b.context or not exists (select 1 from andiron.binary_referrer o'
    ' where o.binary_id = b.binary_id and o.context))';
  switched_on text := '(select current_setting(''andiron.binaries'', true)) = ''on''';
begin
  foreach role_name in array array['andiron_restricted', 'andiron_restricted_by_query'] loop
    if role_name = 'andiron_restricted_by_query' then
      referrer := referrer || admitted;
    end if;
    execute format('grant select on andiron.binary_referrer to %I', role_name);
    execute format('create policy %I on hfj_resource for select to %I using (res_type = ''Binary'' and '
      || switched_on || ' and exists (select 1 from andiron.binary_referrer b'
      ' where b.binary_id = hfj_resource.fhir_id and ' || deciding || ' and (' || referrer || ')))',
      role_name || '_binary', role_name);
    execute format('create policy %I on hfj_res_ver for select to %I using (res_type = ''Binary'' and '
      || switched_on || ' and exists (select 1 from andiron.binary_referrer b'
      ' join hfj_resource r on r.res_type = ''Binary'' and r.fhir_id = b.binary_id'
      ' where r.res_id = hfj_res_ver.res_id and b.from_version <= hfj_res_ver.res_ver and '
      || deciding || ' and (' || referrer || ')))',
      role_name || '_binary', role_name);
  end loop;
end
$$;
