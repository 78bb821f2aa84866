-- Counts the transactions that have stored or removed Consents, as andiron.requester_epoch does for people:
-- what was read of a patient's when the count was the same is still so.
create table andiron.consent_epoch (
  slot  int generated always as identity primary key,
  bumps bigint not null
);

create function andiron.bump_consent_epoch() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  this text := pg_current_xact_id()::text;
begin
  if current_setting('andiron.consent_bump', true) is distinct from this then
    update andiron.consent_epoch set bumps = bumps + 1 where slot =
      (select slot from andiron.consent_epoch for update skip locked limit 1);
    if not found then
      insert into andiron.consent_epoch (bumps) values (1);
    end if;
    perform set_config('andiron.consent_bump', this, true);
  end if;
  return null;
end
$$;

create trigger andiron_consent_stored after insert or update on hfj_resource for each row
  when (new.res_type = 'Consent') execute function andiron.bump_consent_epoch();
create trigger andiron_consent_gone after delete on hfj_resource for each row
  when (old.res_type = 'Consent') execute function andiron.bump_consent_epoch();

drop function andiron.reader_epoch(text[], text[]);
create function andiron.reader_epoch(
  types text[], ids text[], out newest_rule int, out shared bigint, out own text, out consents bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  version text;
begin
  select coalesce(max(id), 0) into newest_rule from andiron.access_rule;
  select coalesce(sum(bumps), 0) into shared from andiron.requester_epoch;
  select coalesce(sum(bumps), 0) into consents from andiron.consent_epoch;
  own := '';
  for i in 1 .. cardinality(types) loop
    select r.res_id || '/' || r.res_ver into version from public.hfj_resource r
      where r.res_type = types[i] and r.fhir_id = ids[i];
    own := own || coalesce(version, '') || ' ';
  end loop;
end
$$;
comment on function andiron.reader_epoch is
  'The greatest number of a rule, how often people and organizations changed, the versions of the'
  ' resources that are the reader, and how often Consents changed';

-- Each statement of a search asks once or twice: where nobody is exempt, as for all but patients and who
-- breaks the glass, PostgreSQL finds the resources in an index and looks at none.
create or replace function andiron.withheld_few() returns setof bigint
language plpgsql stable rows 1000 set search_path = pg_catalog, pg_temp as $$
declare
  known    int := current_setting('andiron.known_rule');
  denied   int[] := current_setting('andiron.withheld');
  patients bigint[] := current_setting('andiron.exempt_patients');
  exempt   int[] := current_setting('andiron.withheld_exempt');
begin
  if patients = '{}' then
    return query
      select d.res_id from andiron.ruled d where d.to_version is null and d.rule = any(denied);
  else
    return query
      select d.res_id from andiron.ruled d
      where d.to_version is null and d.rule = any(denied || exempt)
        and case when d.patient = any(patients) then d.rule = any(exempt) else d.rule = any(denied) end;
  end if;
  return query
    select d.res_id from andiron.ruled d where d.to_version is null and d.rule > known;
end
$$;
