-- What the authorization server remembers. Of codes, tokens and handles only digests are kept: who reads
-- this database, or a copy of it, cannot use any of them.

create table andiron.signing_key (
  kid         text        primary key,
  public_jwk  text        not null,
  private_key bytea       not null,
  created_at  timestamptz not null default now()
);

comment on column andiron.signing_key.private_key is
  'PKCS#8, AES-256-GCM under the key file of the data directory';

create table andiron.app_client (
  client_id    text        primary key,
  registration text        not null,
  created_at   timestamptz not null default now(),
  created_by   text        not null
);

comment on table andiron.app_client is
  'Apps that administrators registered; those of fhir-config/clients are not here';
comment on column andiron.app_client.registration is
  'Client metadata of RFC 7591 as JSON; a secret only as its hash';

-- One row for what a user allowed an app, or a backend client asked for itself: all tokens of it end together.
create table andiron.app_authorization (
  id                 text        primary key,
  version            integer     not null,
  client_id          text        not null,
  subject            text        not null,
  grant_type         text        not null,
  scopes             text[]      not null,
  request            text,
  context            text,
  session_id         text,
  authenticated_at   timestamptz,
  state_hash         bytea,
  code_hash          bytea,
  code_issued_at     timestamptz,
  code_expires_at    timestamptz,
  code_used          boolean     not null default false,
  access_issued_at   timestamptz,
  access_expires_at  timestamptz,
  refresh_hash       bytea,
  refresh_issued_at  timestamptz,
  refresh_expires_at timestamptz,
  created_at         timestamptz not null default now(),
  revoked_at         timestamptz,
  expires_at         timestamptz not null
);

create unique index app_authorization_state on andiron.app_authorization (state_hash) where state_hash is not null;
create unique index app_authorization_code on andiron.app_authorization (code_hash) where code_hash is not null;
create unique index app_authorization_refresh on andiron.app_authorization (refresh_hash) where refresh_hash is not null;
create index app_authorization_subject on andiron.app_authorization (subject);
create index app_authorization_session on andiron.app_authorization (session_id) where session_id is not null;
create index app_authorization_expires on andiron.app_authorization (expires_at);

comment on column andiron.app_authorization.version is
  'Counts the changes; a change on top of an older version is refused, so that a code or token is used once';
comment on column andiron.app_authorization.session_id is
  'Session of the user with whose end the authorization ends; null if it outlives the session';
comment on column andiron.app_authorization.expires_at is 'From when on the row may be deleted';

create table andiron.spent_refresh_token (
  token_hash       bytea primary key,
  authorization_id text  not null references andiron.app_authorization (id) on delete cascade
);

create index spent_refresh_token_authorization on andiron.spent_refresh_token (authorization_id);

create table andiron.seen_assertion (
  client_id  text        not null,
  jti_hash   bytea       not null,
  expires_at timestamptz not null,
  primary key (client_id, jti_hash)
);

create index seen_assertion_expires on andiron.seen_assertion (expires_at);

create table andiron.launch_handle (
  handle_hash bytea       primary key,
  client_id   text        not null,
  subject     text        not null,
  context     text        not null,
  expires_at  timestamptz not null
);

comment on table andiron.launch_handle is 'Launches of an EHR that no app has taken up yet; taking one up deletes it';

create index launch_handle_expires on andiron.launch_handle (expires_at);

create table andiron.http_session (
  primary_id            text     primary key,
  session_id            text     not null unique,
  creation_time         bigint   not null,
  last_access_time      bigint   not null,
  max_inactive_interval integer  not null,
  expiry_time           bigint   not null,
  principal_name        text
);

create index http_session_expiry on andiron.http_session (expiry_time);
create index http_session_principal on andiron.http_session (principal_name);

create table andiron.http_session_attributes (
  session_primary_id text  not null references andiron.http_session (primary_id) on delete cascade,
  attribute_name     text  not null,
  attribute_bytes    bytea not null,
  primary key (session_primary_id, attribute_name)
);
