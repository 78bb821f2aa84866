-- People who may sign in. A name is never given to a second person, so rows of ended accounts stay.

create table andiron.account (
  id                   uuid        primary key default gen_random_uuid(),
  username             text        not null unique check (username = lower(username)),
  display_name         text        not null,
  external_id          text,
  roles                text[]      not null default '{}',
  fhir_user            text,
  active               boolean     not null default true,
  password_hash        text,
  must_change_password boolean     not null default false,
  created_at           timestamptz not null default now(),
  changed_at           timestamptz not null default now(),
  version              bigint      not null default 1,
  deleted_at           timestamptz
);

create index account_external_id on andiron.account (external_id) where external_id is not null;
create index account_roles on andiron.account using gin (roles);

comment on column andiron.account.password_hash is 'Argon2id; null: the person cannot sign in with a password';
comment on column andiron.account.external_id is 'What the provisioning system calls the person (SCIM externalId)';
comment on column andiron.account.version is 'Counts the changes: the entity tag';

-- Failed attempts by name and by network address, also for names that nobody has.
create table andiron.sign_in_attempt (
  subject_hash  bytea       primary key,
  failures      integer     not null,
  last_failure  timestamptz not null,
  blocked_until timestamptz
);

create index sign_in_attempt_last on andiron.sign_in_attempt (last_failure);

comment on column andiron.sign_in_attempt.subject_hash is
  'SHA-256 of the name or address: people type passwords where names go';

create table andiron.account_totp (
  account_id   uuid        primary key references andiron.account (id) on delete cascade,
  secret       bytea       not null,
  created_at   timestamptz not null default now(),
  confirmed_at timestamptz,
  last_step    bigint
);

comment on column andiron.account_totp.secret is 'AES-256-GCM under the key file of the key directory';
comment on column andiron.account_totp.last_step is 'Time step of the last accepted code; it and earlier ones are refused';

create table andiron.account_recovery_code (
  account_id uuid        not null references andiron.account (id) on delete cascade,
  code_hash  bytea       not null,
  used_at    timestamptz,
  primary key (account_id, code_hash)
);

create table andiron.account_passkey (
  credential_id                bytea       primary key,
  account_id                   uuid        not null references andiron.account (id) on delete cascade,
  credential_type              text        not null,
  public_key                   bytea       not null,
  signature_count              bigint      not null,
  uv_initialized               boolean     not null,
  backup_eligible              boolean     not null,
  backup_state                 boolean     not null,
  transports                   text[]      not null,
  attestation_object           bytea,
  attestation_client_data_json bytea,
  label                        text        not null,
  created_at                   timestamptz not null,
  last_used_at                 timestamptz not null
);

create index account_passkey_account on andiron.account_passkey (account_id);
