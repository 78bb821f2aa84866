-- A role for requests for which everything exists but few resources. PostgreSQL then gets them once for
-- each statement and compares, where it looks for each row otherwise; it does not choose so by itself,
-- because it takes the first of both ways for the cost of the condition.
create index ruled_rule on andiron.ruled (rule, res_id) where to_version is null;

create function andiron.withheld_few() returns setof bigint
language plpgsql stable rows 1000 set search_path = pg_catalog, pg_temp as $$
declare
  known    int := current_setting('andiron.known_rule');
  denied   int[] := current_setting('andiron.withheld');
  patients bigint[] := current_setting('andiron.exempt_patients');
  exempt   int[] := current_setting('andiron.withheld_exempt');
begin
  return query
    select d.res_id from andiron.ruled d
    where d.to_version is null and (d.rule > known or d.rule = any(denied || exempt))
      and (d.rule > known
        or case when d.patient = any(patients) then d.rule = any(exempt) else d.rule = any(denied) end);
end
$$;
comment on function andiron.withheld_few is
  'The resources whose newest version is withheld from the request, by the settings of policy andiron_withheld';

create policy andiron_withheld_few on hfj_resource as restrictive for select to andiron_ruled_few
  using (res_id not in (select w from andiron.withheld_few() w));
create policy andiron_withheld_few on hfj_res_link as restrictive for select to andiron_ruled_few
  using (src_resource_id not in (select w from andiron.withheld_few() w));
alter policy andiron_withheld on hfj_res_ver
  to andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few;

-- What the role may touch is what andiron_ruled may.
do $$
declare
  table_name text;
  granted record;
begin
  foreach table_name in array array['hfj_resource', 'hfj_res_ver', 'hfj_res_link'] loop
    execute format('alter policy andiron_ruled on %I to andiron_ruled, andiron_ruled_few', table_name);
    execute format('alter policy andiron_withheld_binary on %I'
      ' to andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few', table_name);
  end loop;
  grant usage on schema public, andiron to andiron_ruled_few;
  grant select, insert, update, delete on all tables in schema public to andiron_ruled_few;
  grant usage, select on all sequences in schema public to andiron_ruled_few;
  alter default privileges in schema public
    grant select, insert, update, delete on tables to andiron_ruled_few;
  alter default privileges in schema public grant usage, select on sequences to andiron_ruled_few;
  for granted in
    select c.oid::regclass as object, a.privilege_type
    from pg_class c, aclexplode(c.relacl) a
    where c.relnamespace = 'andiron'::regnamespace and c.relkind in ('r', 'p', 'v')
      and a.grantee = 'andiron_ruled'::regrole
  loop
    execute format('grant %s on %s to andiron_ruled_few', granted.privilege_type, granted.object);
  end loop;
end
$$;
create or replace trigger andiron_note_unplaced after insert on hfj_resource for each row
  when (current_user in ('andiron_restricted', 'andiron_restricted_by_query', 'andiron_ruled', 'andiron_ruled_few'))
  execute function andiron.note_unplaced();
