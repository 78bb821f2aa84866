-- What is withheld where it is few is looked up by each statement of a search, and for each table again. As an
-- array it does not pass through a store of rows in between, and PostgreSQL, which takes an array for short,
-- always compares by a hash. Nobody is exempt who has the role.
create function andiron.withheld_now() returns bigint[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  denied int[] := current_setting('andiron.withheld')::int[] || array(
    select r.id from andiron.access_rule r where r.id > current_setting('andiron.known_rule')::int);
begin
  return array(select d.res_id from andiron.ruled d where d.to_version is null and d.rule = any(denied));
end
$$;
comment on function andiron.withheld_now is
  'The resources whose newest version is withheld from the request, by the settings of policy andiron_withheld';

-- The inner select is done once in a statement; PostgreSQL would call the function to plan with it, else.
alter policy andiron_withheld_few on hfj_resource
  using (res_id not in (select unnest((select andiron.withheld_now()))));
alter policy andiron_withheld_few on hfj_res_link
  using (src_resource_id not in (select unnest((select andiron.withheld_now()))));
drop function andiron.withheld_few();

-- A Binary by its number, so that what is counted by an index with numbers alone stays so under the policy. Who
-- asks has found the Binary: that it is looked at as its owner sees it tells nothing.
create function andiron.fhir_id(resource bigint) returns text
  language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select r.fhir_id from public.hfj_resource r where r.res_id = resource);
end
$$;
create function andiron.binary_withheld(resource bigint) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
begin
  return andiron.binary_withheld(andiron.fhir_id(resource));
end
$$;

alter policy andiron_withheld_binary on hfj_resource
  using (not (res_type = 'Binary'
    and coalesce((select current_setting('andiron.withholding', true)) = 'on', false)
    and andiron.binary_withheld(res_id)));
