-- What consents withhold. A rule says who may have what it is about, and for what; a row says that a
-- resource, as part of a patient's record, is under a rule. A request evaluates each rule once, and rows
-- of those that deny do not exist for it. Resources without a row are under no rule.
create table andiron.access_rule (
  id   integer primary key,
  hash bytea   not null unique,
  rule text    not null
);
comment on column andiron.access_rule.id is
  'Given under a lock that is held until the end of the transaction: what commits later is greater';
comment on column andiron.access_rule.hash is 'SHA-256 of the rule';

create table andiron.ruled (
  res_id       bigint  not null,
  patient      bigint  not null,
  rule         integer not null,
  from_version bigint  not null,
  to_version   bigint
);
create index ruled_resource on andiron.ruled (res_id, rule, patient) where to_version is null;
create index ruled_versions on andiron.ruled (res_id) where to_version is not null;
create index ruled_patient on andiron.ruled (patient);
comment on column andiron.ruled.patient is 'res_id of the Patient';
comment on column andiron.ruled.to_version is
  'The first version of the resource that is under another rule; null if the newest is under this';

create or replace function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  delete from andiron.binary_referrer where source in (select res_id from gone);
  delete from andiron.ruled where res_id in (select res_id from gone);
  return null;
end
$$;

-- One more role: for requests for which everything exists but what is withheld. Settings:
--   andiron.withholding         on if something is withheld from the request
--   andiron.withheld            ids of the rules that deny
--   andiron.known_rule          the greatest id that was looked at: what is under a later one is denied
--   andiron.exempt_patients     res_id of the patients for whom other rules deny: whose record it is, or
--                               for whom the glass is broken
--   andiron.withheld_exempt     ids of these
do $$
declare
  table_name text;
  roles text := 'andiron_restricted, andiron_restricted_by_query, andiron_ruled';
  denied text :=
    '(select current_setting(''andiron.withholding'', true)) is distinct from ''on'''
    ' or not exists (select 1 from andiron.ruled d where d.res_id = %1$s and %2$s'
    ' and (d.rule > (select current_setting(''andiron.known_rule''))::int'
    ' or case when d.patient = any((select current_setting(''andiron.exempt_patients''))::bigint[])'
    ' then d.rule = any((select current_setting(''andiron.withheld_exempt''))::int[])'
    ' else d.rule = any((select current_setting(''andiron.withheld''))::int[]) end))';
begin
  execute format('create policy andiron_withheld on hfj_resource as restrictive for select to %s using (%s)',
    roles, format(denied, 'hfj_resource.res_id', 'd.to_version is null'));
  execute format('create policy andiron_withheld on hfj_res_link as restrictive for select to %s using (%s)',
    roles, format(denied, 'hfj_res_link.src_resource_id', 'd.to_version is null'));
  -- A version is hidden by what it says itself, and with the resource.
  execute format('create policy andiron_withheld on hfj_res_ver as restrictive for select to %s using (%s)',
    roles, format(denied, 'hfj_res_ver.res_id', '(d.to_version is null or'
      ' (d.from_version <= hfj_res_ver.res_ver and d.to_version > hfj_res_ver.res_ver))'));
  foreach table_name in array array['hfj_resource', 'hfj_res_ver', 'hfj_res_link'] loop
    execute format('create policy andiron_ruled on %I for select to andiron_ruled using (true)', table_name);
  end loop;
  execute format('grant select on andiron.ruled, andiron.access_rule to %s', roles);
end
$$;

-- What the role may touch is what the other restricted ones may.
do $$
declare
  granted record;
begin
  grant usage on schema public, andiron to andiron_ruled;
  grant select, insert, update, delete on all tables in schema public to andiron_ruled;
  grant usage, select on all sequences in schema public to andiron_ruled;
  alter default privileges in schema public
    grant select, insert, update, delete on tables to andiron_ruled;
  alter default privileges in schema public grant usage, select on sequences to andiron_ruled;
  for granted in
    select c.oid::regclass as object, a.privilege_type
    from pg_class c, aclexplode(c.relacl) a
    where c.relnamespace = 'andiron'::regnamespace and c.relkind in ('r', 'p', 'v')
      and a.grantee = 'andiron_restricted'::regrole
  loop
    execute format('grant %s on %s to andiron_ruled', granted.privilege_type, granted.object);
  end loop;
end
$$;
create or replace trigger andiron_note_unplaced after insert on hfj_resource for each row
  when (current_user in ('andiron_restricted', 'andiron_restricted_by_query', 'andiron_ruled'))
  execute function andiron.note_unplaced();

-- By which policies all records were put under rules, and how far that has come.
create table andiron.ruling_state (
  policies text    not null,
  done_to  bigint  not null,
  finished boolean not null
);
create index compartment_consent on andiron.compartment (patient)
  where res_type = 'Consent' and to_version is null;
