-- The seal of the audit log covers the numbers of transactions, too: by them verification tells when a
-- record was put in. Leaves and heads that are there already stay as they are, of version 1.
do $$ begin perform andiron.begin_audit_change(); end $$;

alter table andiron.audit_leaf add column xact xid8;
comment on column andiron.audit_leaf.xact is
  'That of the row, part of what is hashed; null in leaves of version 1, which do not have it';

alter table andiron.audit_head add column version smallint not null default 1 check (version in (1, 2));
alter table andiron.audit_head alter column version drop default;
comment on column andiron.audit_head.version is 'Of what is signed: since 2 watermark and next_xact, too';

alter table andiron.audit_time_stamp add column watermark xid8, add column next_xact xid8,
  add check ((watermark is null) = (next_xact is null));
comment on column andiron.audit_time_stamp.watermark is
  'Of the head, as next_xact; null of one of version 1, which does not sign it';
comment on column andiron.audit_time_stamp.token is
  'TimeStampToken in DER; its imprint is the SHA-256 of the bytes that are signed of the head';

do $$ begin perform andiron.end_audit_change(); end $$;
