-- Counts the transactions that have stored what consents may know a caller by: whose roles they have,
-- of which organizations these are parts, in which teams and groups they are. What was read when the
-- count was the same is still so. Several rows are summed, so that no writer waits for another.
create table andiron.requester_epoch (
  slot  int generated always as identity primary key,
  bumps bigint not null
);

create function andiron.bump_requester_epoch() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  this text := pg_current_xact_id()::text;
begin
  if current_setting('andiron.requester_bump', true) is distinct from this then
    update andiron.requester_epoch set bumps = bumps + 1 where slot =
      (select slot from andiron.requester_epoch for update skip locked limit 1);
    if not found then
      insert into andiron.requester_epoch (bumps) values (1);
    end if;
    perform set_config('andiron.requester_bump', this, true);
  end if;
  return null;
end
$$;

create trigger andiron_requester_stored after insert or update on hfj_resource for each row
  when (new.res_type in ('CareTeam', 'Group', 'Organization', 'Person', 'Practitioner', 'PractitionerRole',
    'RelatedPerson'))
  execute function andiron.bump_requester_epoch();
create trigger andiron_requester_gone after delete on hfj_resource for each row
  when (old.res_type in ('CareTeam', 'Group', 'Organization', 'Person', 'Practitioner', 'PractitionerRole',
    'RelatedPerson'))
  execute function andiron.bump_requester_epoch();

create function andiron.requester_epoch() returns bigint language sql stable
  security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(bumps), 0)::bigint from andiron.requester_epoch
$$;
