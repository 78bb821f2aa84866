-- The audit log. Rows are added to it and never changed: the application may insert and read, triggers
-- refuse the rest to everybody, and tables and schema belong to a role as which nobody works.

-- A migration that changes the audit log becomes its owner for as long as that takes:
--   do $$ begin perform andiron.begin_audit_change(); end $$;
--   alter table andiron.audit_event …;
--   do $$ begin perform andiron.end_audit_change(); end $$;
-- What it creates meanwhile belongs to the owner as well; what the application needs, it grants to the
-- role whose name is in the setting andiron.application.
create function andiron.begin_audit_change() returns void language plpgsql as $$
declare
  may_act boolean;
  options text := '';
begin
  perform set_config('andiron.application', current_user, true);
  -- Until PostgreSQL 15 a member has all rights of the role at any time; since 16 only after set role.
  if current_setting('server_version_num')::int >= 160000 then
    may_act := pg_has_role(current_user, 'andiron_audit_owner', 'SET');
    options := ' with inherit false, set true';
  else
    may_act := pg_has_role(current_user, 'andiron_audit_owner', 'MEMBER');
  end if;
  perform set_config('andiron.audit_lent', (not may_act)::text, true);
  if not may_act then
    execute format('grant andiron_audit_owner to %I', current_user) || options;
  end if;
  perform set_config('role', 'andiron_audit_owner', true);
end
$$;
create function andiron.end_audit_change() returns void language plpgsql as $$
begin
  perform set_config('role', 'none', true);
  if current_setting('andiron.audit_lent')::boolean then
    execute format('revoke andiron_audit_owner from %I', current_user);
  end if;
end
$$;

-- Whoever owns a schema may drop all tables in it, so this one goes to the owner of the log. For the
-- application nothing else changes: it creates, owns and drops its own tables.
do $$
begin
  perform andiron.begin_audit_change();
  perform set_config('role', 'none', true);
  alter schema andiron owner to andiron_audit_owner;
  perform set_config('role', 'andiron_audit_owner', true);
  execute format('grant usage, create on schema andiron to %I with grant option',
    current_setting('andiron.application'));
end
$$;

-- Few indexes, because every request inserts:
--   primary key   date, newest first page by page, and reading by id, whose first 48 bits are the
--                 millisecond of recorded; new rows go to its right edge
--   patient       what happened with one record, newest first
--   terms         all other parameters that name something, in one GIN index whose pending list takes
--                 inserts in bulk
--   xact          what is to be sealed next; right edge
-- Action, outcome and type have few values, names and addresses are searched by their beginning or any
-- part: these are filters on what date, patient or terms find.
create table andiron.audit_event (
  id          uuid        not null,
  recorded    timestamptz not null,
  xact        xid8        not null default pg_current_xact_id(),
  content     text        not null,
  salt        bytea       not null,
  commitment  bytea       not null,
  is_foreign  boolean     not null,
  request_id  text,
  patient     text,
  action      text,
  outcome     text,
  type        text        not null,
  agent_names text[]      not null,
  addresses   text[]      not null,
  terms       text[]      not null,
  constraint audit_event_pkey primary key (recorded, id),
  constraint audit_event_commitment check (commitment = sha256(salt || convert_to(content, 'UTF8')))
) partition by range (recorded);
create index audit_event_patient on andiron.audit_event (patient, recorded) where patient is not null;
create index audit_event_terms on andiron.audit_event using gin (terms);
create index audit_event_xact on andiron.audit_event (xact);
comment on column andiron.audit_event.id is 'UUID of version 7, of the time in recorded';
comment on column andiron.audit_event.xact is
  'Who inserts cannot choose it: rows below pg_snapshot_xmin are all there';
comment on column andiron.audit_event.content is 'The AuditEvent as JSON, byte by byte as it is committed to';
comment on column andiron.audit_event.is_foreign is 'Reported by another system, which may say what it likes';
comment on column andiron.audit_event.patient is
  'Logical id of the one Patient it is about; null for none and for several';
comment on column andiron.audit_event.type is 'system|code';
comment on column andiron.audit_event.terms is
  'parameter=Type/id, parameter=code, parameter=system|code, parameter=uri; a digest of long values';

-- By statement: nothing of it runs when a row is inserted. Statements on a partition do not reach
-- triggers of the table it is part of.
create function andiron.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows: no % of %', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger andiron_only_grows before update or delete or truncate on andiron.audit_event
  for each statement execute function andiron.refuse_audit_change();
alter table andiron.audit_event enable always trigger andiron_only_grows;

-- Makes the partitions of this month and of the next two, and of yesterday's for clocks that are behind.
-- There is none for all other times: what is recorded then is refused rather than put aside. Rows can be
-- inserted meanwhile, since attaching does not wait for who writes.
create function andiron.make_audit_partitions() returns void language plpgsql
  security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  month timestamptz;
  name text;
  reader regrole;
begin
  perform pg_advisory_xact_lock(hashtextextended('andiron.make_audit_partitions', 0));
  for month in
    select generate_series(date_trunc('month', now() - interval '1 day'),
      date_trunc('month', now()) + interval '2 months', interval '1 month')
  loop
    name := 'audit_event_' || to_char(month, 'YYYY_MM');
    continue when exists (
      select from pg_inherits
      where inhparent = 'andiron.audit_event'::regclass
        and inhrelid = to_regclass(format('andiron.%I', name)));
    execute format('create table andiron.%I (like andiron.audit_event including defaults'
      ' including constraints)', name);
    execute format('create trigger andiron_only_grows before update or delete or truncate on andiron.%I'
      ' for each statement execute function andiron.refuse_audit_change()', name);
    execute format('alter table andiron.%I enable always trigger andiron_only_grows', name);
    execute format('alter table andiron.audit_event attach partition andiron.%I'
      ' for values from (%L) to (%L)', name, month, month + interval '1 month');
    -- Searches read through the table; pg_dump reads each partition.
    for reader in
      select grantee from pg_class, aclexplode(relacl)
      where oid = 'andiron.audit_event'::regclass and privilege_type = 'SELECT' and grantee <> relowner
    loop
      execute format('grant select on andiron.%I to %s', name, reader);
    end loop;
  end loop;
end
$$;
revoke all on function andiron.make_audit_partitions() from public;

do $$
declare
  application text := current_setting('andiron.application');
begin
  execute format('grant select on andiron.audit_event to %I', application);
  -- All but xact.
  execute format('grant insert (id, recorded, content, salt, commitment, is_foreign, request_id, patient,'
    ' action, outcome, type, agent_names, addresses, terms) on andiron.audit_event to %I', application);
  execute format('grant execute on function andiron.make_audit_partitions() to %I', application);
  perform andiron.make_audit_partitions();
  perform andiron.end_audit_change();
end
$$;
