-- How old months of the audit log are taken out of it, and what keeps them in. Neither the role with
-- which Andiron works nor the owner of the log does it from day to day: it takes functions that only
-- andiron_audit_retention may call, which look once more, under locks, whether it may be.
do $$ begin perform andiron.begin_audit_change(); end $$;

-- Months that a hold is on stay, however old they are.
create table andiron.audit_hold (
  id         uuid        not null constraint audit_hold_pkey primary key,
  first      timestamptz,
  before     timestamptz,
  patient    text        check (patient ~ '^[A-Za-z0-9.-]{1,64}$'),
  reason     text        not null check (reason <> ''),
  placed     timestamptz not null default now(),
  placed_by  text        not null default session_user,
  check (first < before)
);
comment on column andiron.audit_hold.id is 'The row of the log that tells of it';
comment on column andiron.audit_hold.first is 'On what was recorded from then on; null: from the beginning';
comment on column andiron.audit_hold.before is '… and before then; null: without an end';
comment on column andiron.audit_hold.patient is
  'On months in which something is about this Patient; null: on all';

create table andiron.audit_hold_lift (
  hold       uuid        not null constraint audit_hold_lift_pkey primary key
    references andiron.audit_hold,
  id         uuid        not null,
  reason     text        not null check (reason <> ''),
  lifted     timestamptz not null default now(),
  lifted_by  text        not null default session_user
);
comment on column andiron.audit_hold_lift.id is 'The row of the log that tells of it';

-- Holds in force on a part of the log. A patient is who a search by patient finds.
create function andiron.audit_holds_on(since timestamptz, until timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.id
  from andiron.audit_hold h
  where not exists (select from andiron.audit_hold_lift l where l.hold = h.id)
    and (h.first is null or h.first < until)
    and (h.before is null or h.before > since)
    and (h.patient is null or exists (
      select from andiron.audit_event e
      where e.recorded >= since and e.recorded < until
        and e.terms && array['agent=Patient/' || h.patient, 'entity=Patient/' || h.patient]))
  order by h.placed, h.id
$$;

-- Adds the row that tells of what one of the functions below does. What it says is for the caller to
-- say, but for what it is about and as whom PostgreSQL knows who calls.
create function andiron.append_retention_record(kind text, record jsonb) returns uuid
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  content text := record ->> 'content';
  told jsonb := content::jsonb;
  salt bytea := decode(record ->> 'salt', 'hex');
begin
  if not coalesce(
    told @> jsonb_build_object('resourceType', 'AuditEvent', 'id', record ->> 'id',
      'meta', jsonb_build_object('tag', jsonb_build_array(
        jsonb_build_object('system', 'urn:andiron:audit-event-kind', 'code', kind))),
      'agent', jsonb_build_array(jsonb_build_object('requestor', true,
        'who', jsonb_build_object('identifier', jsonb_build_object(
          'system', 'urn:andiron:database-role', 'value', session_user)))))
    and abs(extract(epoch from (record ->> 'recorded')::timestamptz - now())) < 60, false)
  then
    raise exception 'the record does not tell of this' using errcode = 'invalid_parameter_value';
  end if;
  perform andiron.make_audit_partitions();
  insert into andiron.audit_event (id, recorded, content, salt, commitment, is_foreign, patient, action,
    outcome, type, agent_names, addresses, terms)
  select r.id, r.recorded, content, salt, sha256(salt || convert_to(content, 'UTF8')), false, r.patient,
    r.action, r.outcome, r.type, r."agentNames", r.addresses, r.terms
  from jsonb_to_record(record) as r(id uuid, recorded timestamptz, patient text, action text, outcome text,
    type text, "agentNames" text[], addresses text[], terms text[]);
  return (record ->> 'id')::uuid;
end
$$;

-- Refuses what is not there any more to be looked at: decisions are about what is committed now.
create function andiron.require_newest_snapshots() returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'to be called in a transaction that is read committed'
      using errcode = 'object_not_in_prerequisite_state';
  end if;
end
$$;

create function andiron.place_audit_hold(first timestamptz, before timestamptz, patient text, reason text,
  record jsonb) returns uuid language plpgsql
  security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
  hold uuid := andiron.append_retention_record('audit-hold', record);
begin
  insert into andiron.audit_hold (id, first, before, patient, reason)
    values (hold, place_audit_hold.first, place_audit_hold.before, place_audit_hold.patient,
      place_audit_hold.reason);
  return hold;
end
$$;

create function andiron.lift_audit_hold(hold uuid, reason text, record jsonb) returns void language plpgsql
  security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
begin
  if not exists (select from andiron.audit_hold h where h.id = lift_audit_hold.hold) then
    raise exception 'there is no hold %', hold using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (select from andiron.audit_hold_lift l where l.hold = lift_audit_hold.hold) then
    raise exception 'the hold % was lifted before', hold
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  insert into andiron.audit_hold_lift (hold, id, reason)
    values (lift_audit_hold.hold, andiron.append_retention_record('audit-hold', record),
      lift_audit_hold.reason);
end
$$;

-- Takes a month out of the log and drops it, and says so in the log: all of that or nothing. The caller has
-- exported it. Whatever age it is called with, the last year stays. What takes long is done while nobody
-- but who would write into that month waits; all others wait from the second lock on, which is given up after
-- a second: whoever is in the middle of reading the log comes first.
create function andiron.archive_audit_month(month date, age interval, leaves bigint, digest bytea,
  reason text, record jsonb) returns void language plpgsql
  security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
  since timestamptz := month;
  until timestamptz := month + interval '1 month';
  name text := 'audit_event_' || to_char(month, 'YYYY_MM');
  told jsonb := (record ->> 'content')::jsonb;
  held uuid;
  kept bigint;
  rows bigint;
  elsewhere bigint;
  low uuid;
  high uuid;
begin
  perform andiron.require_newest_snapshots();
  -- The record of it is of the time at which this begins, and so has to be its place among transactions.
  perform pg_current_xact_id();
  if month <> date_trunc('month', month) then
    raise exception '% is not the first of a month', month using errcode = 'invalid_parameter_value';
  end if;
  if until > now() - age or until > now() - interval '1 year' then
    raise exception 'records of % are not old enough', to_char(month, 'YYYY-MM')
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if not exists (
    select from pg_inherits
    where inhparent = 'andiron.audit_event'::regclass and inhrelid = to_regclass(format('andiron.%I', name)))
  then
    raise exception 'there is no month %', to_char(month, 'YYYY-MM')
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if not coalesce(told @> jsonb_build_object('entity', jsonb_build_array(jsonb_build_object('detail',
    jsonb_build_array(
      jsonb_build_object('type', 'month', 'valueString', to_char(month, 'YYYY-MM')),
      jsonb_build_object('type', 'records', 'valueString', leaves::text),
      jsonb_build_object('type', 'digest', 'valueString', encode(digest, 'hex')))))), false)
  then
    raise exception 'the record does not tell of this' using errcode = 'invalid_parameter_value';
  end if;

  execute format('lock table andiron.%I in share mode', name);
  -- The first 48 bits of an id are the millisecond of recorded: leaves of a month lie beside each other.
  low := (lpad(to_hex((extract(epoch from since) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  high := (lpad(to_hex((extract(epoch from until) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  select count(*) into kept from andiron.audit_leaf l
    where l.id >= low and l.id < high and l.recorded >= since and l.recorded < until;
  execute format('select count(*), count(*) filter (where recorded < $1 or recorded >= $2) from andiron.%I',
    name) into rows, elsewhere using since, until;
  if rows <> leaves or kept <> leaves or elsewhere > 0 then
    raise exception 'records of % are not those that were exported: % records, % leaves',
      to_char(month, 'YYYY-MM'), rows, kept using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('select count(*) from andiron.%I e where not exists ('
    'select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)', name) into rows;
  if rows > 0 then
    raise exception 'records of % are not sealed: %', to_char(month, 'YYYY-MM'), rows
      using errcode = 'object_not_in_prerequisite_state';
  end if;

  lock table andiron.audit_hold in share mode;
  select h into held from andiron.audit_holds_on(since, until) h limit 1;
  if held is not null then
    raise exception 'records of % are held by %', to_char(month, 'YYYY-MM'), held
      using errcode = 'object_not_in_prerequisite_state';
  end if;

  lock table only andiron.audit_event in access exclusive mode;
  execute format('alter table andiron.audit_event detach partition andiron.%I', name);
  execute format('drop table andiron.%I', name);
  insert into andiron.audit_removal (id, first, before, leaves, digest, reason)
    values (andiron.append_retention_record('audit-archive', record), since, until,
      archive_audit_month.leaves, archive_audit_month.digest, archive_audit_month.reason);
end
$$;

do $$
declare
  application text := current_setting('andiron.application');
  name text;
begin
  foreach name in array array['audit_hold', 'audit_hold_lift'] loop
    execute format('create trigger andiron_only_grows before update or delete or truncate on andiron.%I'
      ' for each statement execute function andiron.refuse_audit_change()', name);
    execute format('alter table andiron.%I enable always trigger andiron_only_grows', name);
    -- What it may not read it could not dump.
    execute format('grant select on andiron.%I to %I', name, application);
  end loop;
  grant usage on schema andiron to andiron_audit_retention;
  grant select on andiron.audit_event, andiron.audit_leaf, andiron.audit_head, andiron.audit_removal,
    andiron.audit_hold, andiron.audit_hold_lift to andiron_audit_retention;
  revoke all on function andiron.audit_holds_on(timestamptz, timestamptz),
    andiron.append_retention_record(text, jsonb), andiron.require_newest_snapshots(),
    andiron.place_audit_hold(timestamptz, timestamptz, text, text, jsonb),
    andiron.lift_audit_hold(uuid, text, jsonb),
    andiron.archive_audit_month(date, interval, bigint, bytea, text, jsonb) from public;
  grant execute on function andiron.audit_holds_on(timestamptz, timestamptz),
    andiron.place_audit_hold(timestamptz, timestamptz, text, text, jsonb),
    andiron.lift_audit_hold(uuid, text, jsonb),
    andiron.archive_audit_month(date, interval, bigint, bytea, text, jsonb) to andiron_audit_retention;
  perform andiron.end_audit_change();
end
$$;
