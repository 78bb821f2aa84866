-- Which security labels were set by rules and not by hand, and by which rules each resource was looked
-- at. Kept in the transaction that stores the resource.
create table andiron.label_rules (
  id      integer generated always as identity primary key,
  version text    not null unique
);
create table andiron.labelled (
  res_id    bigint not null primary key,
  rules     integer,
  automatic text[] not null default '{}',
  declined  text[] not null default '{}'
);
comment on column andiron.labelled.rules is
  'Of andiron.label_rules: by which the labels of the newest version are; null if by none';
comment on column andiron.labelled.automatic is 'Labels that rules have set, as system|code';
comment on column andiron.labelled.declined is
  'Labels that somebody removed who may; rules do not set them again';

grant select, insert, update on andiron.labelled to andiron_restricted, andiron_restricted_by_query;

create function andiron.forget_labels() returns trigger language plpgsql as $$
begin
  delete from andiron.labelled where res_id in (select res_id from gone);
  return null;
end
$$;
create trigger andiron_forget_labels after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_labels();
