-- By which resources consents say what they are about: a List, an author. They need not be part of the
-- patient's record, and when one of them changes, the record comes under other rules.
create table andiron.named_data (
  patient       bigint  not null,
  name          text    not null,
  by_identifier boolean not null,
  constraint named_data_pkey primary key (name, patient)
);
create index named_data_patient on andiron.named_data (patient);
comment on column andiron.named_data.patient is 'res_id of the Patient whose Consents name it';
comment on column andiron.named_data.name is
  'Type/id, or system|value of an identifier; of long ones the beginning, which may be that of others too';

create or replace function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  delete from andiron.binary_referrer where source in (select res_id from gone);
  delete from andiron.binary_former_referrer where referrer in (select res_id from gone);
  delete from andiron.ruled where res_id in (select res_id from gone);
  delete from andiron.named_data where patient in (select res_id from gone);
  return null;
end
$$;
