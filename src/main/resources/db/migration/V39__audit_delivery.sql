-- How far the audit log has been handed to other systems. One node works on a channel at a time: it
-- holds it for a while and takes it anew with each round, so no connection and no transaction is kept
-- open while another system is waited for; an open one would keep records from being sealed.
create table andiron.audit_delivery (
  channel    text        not null primary key,
  position   bigint      not null default 0 check (position >= 0),
  holder     uuid,
  held_until timestamptz not null default '-infinity'
);
comment on column andiron.audit_delivery.position is
  'Next leaf to be exported (siem); size of the newest tree that is anchored (anchor-…)';

do $$
begin
  perform andiron.begin_audit_change();
end
$$;

-- Time stamps (RFC 3161) of heads. They are part of the log: what was stamped cannot be taken back.
create table andiron.audit_time_stamp (
  log       uuid        not null,
  size      bigint      not null,
  root      bytea       not null,
  head_time timestamptz not null,
  stamped   timestamptz not null,
  token     bytea       not null,
  constraint audit_time_stamp_pkey primary key (log, size)
);
comment on column andiron.audit_time_stamp.stamped is 'What the token says itself, to read in order';
comment on column andiron.audit_time_stamp.token is
  'TimeStampToken in DER; its imprint is the SHA-256 of the 85 bytes that are signed of the head';
create trigger andiron_only_grows before update or delete or truncate on andiron.audit_time_stamp
  for each statement execute function andiron.refuse_audit_change();
alter table andiron.audit_time_stamp enable always trigger andiron_only_grows;

do $$
begin
  execute format('grant select, insert on andiron.audit_time_stamp to %I',
    current_setting('andiron.application'));
  perform andiron.end_audit_change();
end
$$;
