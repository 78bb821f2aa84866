-- Versions of risk models, and what was done to them. Nothing is ever removed or changed: a score of years
-- ago is computed again with the very package that gave it, and the state of a version is what its
-- transitions come to.
create table andiron.risk_file (
  digest  text  not null constraint risk_file_pkey primary key check (digest ~ '^[0-9a-f]{64}$'),
  content bytea not null
);
comment on table andiron.risk_file is 'Files of packages, each once, by their SHA-256';

create table andiron.risk_model (
  digest   text        not null constraint risk_model_pkey primary key check (digest ~ '^[0-9a-f]{64}$'),
  id       text        not null,
  version  text        not null,
  files    jsonb       not null,
  added    timestamptz not null default now(),
  added_by text        not null
);
create index risk_model_version on andiron.risk_model (id, version);
comment on column andiron.risk_model.digest is 'Of the package, with what models share';
comment on column andiron.risk_model.files is
  'SHA-256 of each file by its name; those that models share begin with ../';
comment on column andiron.risk_model.added_by is 'Who, as JSON';

create table andiron.risk_transition (
  number  bigint      not null constraint risk_transition_pkey primary key,
  id      text        not null,
  version text        not null,
  digest  text        not null references andiron.risk_model,
  action  text        not null,
  before  text,
  after   text        not null,
  reason  text        not null,
  who     text        not null,
  at      timestamptz not null default now()
);
comment on column andiron.risk_transition.number is
  'From 1, given under a lock that is held until the end of the transaction: what commits later is greater';
comment on column andiron.risk_transition.before is 'State before; null if the version was not there';
comment on column andiron.risk_transition.who is 'Who asked for it, as JSON';

create function andiron.refuse_risk_change() returns trigger language plpgsql as $$
begin
  raise exception 'andiron.% only grows', tg_table_name using errcode = 'object_not_in_prerequisite_state';
end
$$;
do $$
declare
  name text;
begin
  foreach name in array array['risk_file', 'risk_model', 'risk_transition'] loop
    execute format('create trigger andiron_only_grows before update or delete or truncate on andiron.%I'
      ' for each statement execute function andiron.refuse_risk_change()', name);
    execute format('alter table andiron.%I enable always trigger andiron_only_grows', name);
  end loop;
end
$$;

-- What models were given and what they answered, by day (UTC), and what became of it. Each run of a server
-- writes rows of its own, so that writing one again changes nothing. No patient is named.
create table andiron.risk_count (
  digest   text        not null,
  day      date        not null,
  run      uuid        not null,
  began    timestamptz not null,
  counts   jsonb       not null,
  outcomes jsonb,
  constraint risk_count_pkey primary key (digest, day, run)
);
create index risk_count_outcomes on andiron.risk_count (digest, day) where outcomes is not null;
comment on column andiron.risk_count.digest is 'Of the package';
comment on column andiron.risk_count.run is 'A server from its start to its stop';
comment on column andiron.risk_count.outcomes is 'Of those that became known that day; null if none did';

create table andiron.risk_reference (
  digest text        not null constraint risk_reference_pkey primary key,
  made   timestamptz not null default now(),
  bins   jsonb       not null,
  counts jsonb       not null
);
comment on table andiron.risk_reference is 'With what the days of a package are compared; never made again';

create table andiron.risk_alarm (
  number    bigint generated always as identity constraint risk_alarm_pkey primary key,
  digest    text             not null,
  id        text             not null,
  version   text             not null,
  what      text             not null,
  subject   text             not null,
  value     double precision not null,
  threshold double precision not null,
  raised    timestamptz      not null default now(),
  ended     timestamptz,
  task      text
);
create unique index risk_alarm_open on andiron.risk_alarm (digest, what, subject) where ended is null;
comment on column andiron.risk_alarm.task is 'Logical id of the Task that asks somebody to look';
