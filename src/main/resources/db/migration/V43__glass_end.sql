-- The end of broken glass is recorded in the audit log, once, with who broke it. Of what was opened
-- before this migration, only its start in the log says who did.
alter table andiron.glass_opening
  add column patient_id   text,
  add column requester    text,
  add column end_recorded boolean not null default false;
update andiron.glass_opening o set patient_id = p.fhir_id from hfj_resource p where p.res_id = o.patient;
alter table andiron.glass_opening alter column patient_id set not null;
create index glass_opening_end on andiron.glass_opening (expires) where not end_recorded;
comment on column andiron.glass_opening.patient_id is 'Logical id of the Patient, who may be gone when it ends';
comment on column andiron.glass_opening.requester is 'Who opened it, as JSON, as its end will name them';
comment on column andiron.glass_opening.end_recorded is 'Whether the audit log has its end';

-- With the record that it opened the opening is over; it stays until that is recorded.
drop trigger andiron_forget_glass on hfj_resource;
drop function andiron.forget_glass();
create function andiron.end_glass() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  update andiron.glass_opening set expires = greatest(since, now())
  where expires > now() and patient in (select res_id from gone);
  return null;
end
$$;
create trigger andiron_end_glass after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.end_glass();
