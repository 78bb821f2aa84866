-- Whether a Binary is withheld is told by what is withheld of what stands for it, not by what a caller has
-- a right to: otherwise a caller with a right to Binaries alone lost all that something refers to as soon
-- as anything was withheld from it. Rights are asked by the other policies.
create function andiron.withheld_by_rule(resource bigint) returns boolean
  language plpgsql stable parallel safe as $$
declare
  known    int := current_setting('andiron.known_rule');
  denied   int[] := current_setting('andiron.withheld');
  patients bigint[] := current_setting('andiron.exempt_patients');
  exempt   int[] := current_setting('andiron.withheld_exempt');
begin
  return exists (
    select from andiron.ruled d
    where d.res_id = resource and d.to_version is null
      and (d.rule > known
        or case when d.patient = any(patients) then d.rule = any(exempt) else d.rule = any(denied) end));
end
$$;
comment on function andiron.withheld_by_rule is
  'Whether the newest version is withheld from the request, by the settings of policy andiron_withheld';

-- What referred to a Binary once, and does not any more because it was changed or deleted. What was withheld
-- with it is not shown to everybody because of that.
create table andiron.binary_former_referrer (
  binary_id text   not null,
  referrer  bigint not null,
  primary key (binary_id, referrer)
);
create index binary_former_referrer_referrer on andiron.binary_former_referrer (referrer);
grant select on andiron.binary_former_referrer
  to andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few;

create function andiron.note_former_referrer() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into andiron.binary_former_referrer (binary_id, referrer)
    values (old.binary_id, old.referrer) on conflict do nothing;
  return null;
end
$$;
create trigger andiron_note_former_referrer after delete on andiron.binary_referrer for each row
  when (not old.context)
  execute function andiron.note_former_referrer();

create or replace function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  delete from andiron.binary_referrer where source in (select res_id from gone);
  delete from andiron.binary_former_referrer where referrer in (select res_id from gone);
  delete from andiron.ruled where res_id in (select res_id from gone);
  return null;
end
$$;

-- A Binary does not exist if all that stands for it is withheld: its security context if it has one, else
-- what refers to it, else what did once. A security context that is itself a Binary stands for nothing.
create or replace function andiron.binary_withheld(binary_id text) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
declare
  by_context boolean := exists (
    select 1 from andiron.binary_referrer o where o.binary_id = binary_withheld.binary_id and o.context);
  stands record;
begin
  for stands in
    select b.referrer, b.referrer_type from andiron.binary_referrer b
    where b.binary_id = binary_withheld.binary_id and b.context = by_context
  loop
    if stands.referrer_type <> 'Binary' and not andiron.withheld_by_rule(stands.referrer) then
      return false;
    end if;
  end loop;
  if found then
    return true;
  end if;
  for stands in
    select f.referrer from andiron.binary_former_referrer f
    where f.binary_id = binary_withheld.binary_id
  loop
    if not andiron.withheld_by_rule(stands.referrer) then
      return false;
    end if;
  end loop;
  return found;
end
$$;

-- Whether anything is under rules is asked for versions too.
create index ruled_rule_before on andiron.ruled (rule) where to_version is not null;
