-- Whose glass is broken, by whom and until when.
create table andiron.glass_opening (
  id      bigint      generated always as identity primary key,
  party   text        not null,
  patient bigint      not null,
  reason  text        not null,
  since   timestamptz not null,
  expires timestamptz not null,
  task    text        not null
);
create index glass_opening_party on andiron.glass_opening (party, expires);
comment on column andiron.glass_opening.party is 'The user by the app, at an issuer';
comment on column andiron.glass_opening.patient is 'res_id of the Patient';
comment on column andiron.glass_opening.task is 'Logical id of the Task for review';

create function andiron.forget_glass() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from andiron.glass_opening where patient in (select res_id from gone);
  return null;
end
$$;
create trigger andiron_forget_glass after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_glass();
