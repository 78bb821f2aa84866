-- How the audit log is sealed: leaves of a Merkle tree over its rows, in an order without gaps, and signed
-- heads of the tree (org.andiron.audit.ledger). Nothing here is ever changed either.
do $$ begin perform andiron.begin_audit_change(); end $$;

-- What the tree commits to. Stays when the content of a row is erased or its partition is detached.
create table andiron.audit_leaf (
  index       bigint      not null constraint audit_leaf_pkey primary key check (index >= 0),
  id          uuid        not null,
  recorded    timestamptz not null,
  commitment  bytea       not null check (length(commitment) = 32),
  constraint audit_leaf_event unique (id, recorded)
);
comment on table andiron.audit_leaf is 'One row of audit_event each, in the order in which they were sealed';

-- Hashes of complete subtrees, from which proofs are made. Those of fewer than 16 leaves are hashed anew.
create table andiron.audit_node (
  level  smallint not null,
  index  bigint   not null,
  hash   bytea    not null check (length(hash) = 32),
  constraint audit_node_pkey primary key (level, index)
);
comment on column andiron.audit_node.level is 'The subtree has 2^level leaves';
comment on column andiron.audit_node.index is 'From the left, among those of the level';

-- The first head, of no leaf, names the log.
create table andiron.audit_head (
  size       bigint      not null constraint audit_head_pkey primary key check (size >= 0),
  log_id     uuid        not null,
  root       bytea       not null check (length(root) = 32),
  time       timestamptz not null,
  key_id     bytea       not null,
  signature  bytea       not null check (length(signature) = 64),
  frontier   bytea       not null,
  watermark  xid8        not null,
  next_xact  xid8        not null
);
comment on column andiron.audit_head.frontier is 'With which the tree goes on: its size and the hashes of which the root is made';
comment on column andiron.audit_head.watermark is
  'All rows with a lower xact have a leaf; in the counting of the database that sealed them';
comment on column andiron.audit_head.next_xact is 'Rows of this xact and later ones were recorded after the time of the head';

-- Known here is not trusted: who checks a head has the key on another way.
create table andiron.audit_key (
  key_id      bytea       not null constraint audit_key_pkey primary key check (key_id = sha256(public_key)),
  public_key  bytea       not null,
  since       timestamptz not null default now()
);
comment on column andiron.audit_key.public_key is 'SubjectPublicKeyInfo of Ed25519 in DER';

-- Rows whose leaf stays though they are gone, or their content is: by retention or erasure, which only the
-- owner of the log does.
create table andiron.audit_removal (
  id        uuid        not null constraint audit_removal_pkey primary key,
  first     timestamptz not null,
  before    timestamptz not null,
  event_id  uuid,
  leaves    bigint      not null check (leaves > 0),
  digest    bytea       not null check (length(digest) = 32),
  removed   timestamptz not null default now(),
  reason    text        not null,
  check (first < before)
);
comment on column andiron.audit_removal.id is 'The row of the log that tells of the removal; it has a leaf itself';
comment on column andiron.audit_removal.first is 'Gone are rows recorded from then on';
comment on column andiron.audit_removal.before is '… and before then';
comment on column andiron.audit_removal.event_id is 'Gone is only the row of this id; null for all of that time';
comment on column andiron.audit_removal.digest is 'SHA-256 of the leaf hashes of what is gone, one after the other by index';

do $$
declare
  application text := current_setting('andiron.application');
  name text;
begin
  foreach name in array array['audit_leaf', 'audit_node', 'audit_head', 'audit_key', 'audit_removal'] loop
    execute format('create trigger andiron_only_grows before update or delete or truncate on andiron.%I'
      ' for each statement execute function andiron.refuse_audit_change()', name);
    execute format('alter table andiron.%I enable always trigger andiron_only_grows', name);
    execute format('grant select on andiron.%I to %I', name, application);
    if name <> 'audit_removal' then
      execute format('grant insert on andiron.%I to %I', name, application);
    end if;
  end loop;
  perform andiron.end_audit_change();
end
$$;
