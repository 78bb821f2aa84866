-- A Binary is about nobody by itself, so that no rule is about it. Where something is withheld, one does
-- not exist if all that stands for it is withheld: what refers to it, or the resource that it names as
-- its security context. What nothing stands for is as it was. The functions are said to cost little, as
-- they do for all that is no Binary: PostgreSQL would count what they cost for each row of a search.
create function andiron.binary_withheld(binary_id text) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
declare
  by_context boolean := exists (
    select 1 from andiron.binary_referrer o where o.binary_id = binary_withheld.binary_id and o.context);
  stands record;
begin
  -- Runs as the caller: of the referrers, those that exist for it are found. Each is looked for by its
  -- number alone, and none is itself a Binary: the policies of hfj_resource, which ask this function,
  -- are then never evaluated for another Binary.
  for stands in
    select b.referrer, b.referrer_type from andiron.binary_referrer b
    where b.binary_id = binary_withheld.binary_id and b.context = by_context
  loop
    if stands.referrer_type <> 'Binary'
        and exists (select 1 from hfj_resource r where r.res_id = stands.referrer) then
      return false;
    end if;
  end loop;
  return found;
end
$$;

create function andiron.binary_version_withheld(resource bigint) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
begin
  return not exists (select 1 from hfj_resource r where r.res_id = resource);
end
$$;

do $$
declare
  roles text := 'andiron_restricted, andiron_restricted_by_query, andiron_ruled';
  withholding text := '(select current_setting(''andiron.withholding'', true)) = ''on''';
begin
  execute format('create policy andiron_withheld_binary on hfj_resource as restrictive for select to %s'
    ' using (not (res_type = ''Binary'' and coalesce(%s, false) and andiron.binary_withheld(fhir_id)))',
    roles, withholding);
  execute format('create policy andiron_withheld_binary on hfj_res_ver as restrictive for select to %s'
    ' using (not (res_type = ''Binary'' and coalesce(%s, false) and andiron.binary_version_withheld(res_id)))',
    roles, withholding);
  execute format('create policy andiron_withheld_binary on hfj_res_link as restrictive for select to %s'
    ' using (not (source_resource_type = ''Binary'' and coalesce(%s, false)'
    ' and andiron.binary_version_withheld(src_resource_id)))', roles, withholding);
  execute format('grant select on andiron.binary_referrer to %s', roles);
end
$$;
