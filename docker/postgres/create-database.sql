-- Creates the role and the database of Andiron in a PostgreSQL 15 to 18 of your own.
-- Run it once, as superuser, with psql:
--
--   psql -h HOST -U postgres -v password="$ANDIRON_DB_PASSWORD" -f create-database.sql
--
-- Then start Andiron with
--   ANDIRON_DB_URL=jdbc:postgresql://HOST:5432/andiron
--   ANDIRON_DB_USER=andiron
--   ANDIRON_DB_PASSWORD=…
--
-- Running it again changes the password and mends the rights.
\set ON_ERROR_STOP on
\if :{?password}
\else
  \warn 'Give the password of the new role: psql -v password=... -f create-database.sql'
  \quit
\endif

-- The password travels as a hash where the server keeps it as one.
set password_encryption = 'scram-sha-256';

-- Log in, and nothing that PostgreSQL does not bind: row-level security does not hold for a
-- superuser, nor for BYPASSRLS. CREATEROLE lets migrations make roles; those under which restricted
-- requests run are made below, so that Andiron also starts without it.
select 'create role andiron'
where not exists (select from pg_catalog.pg_roles where rolname = 'andiron') \gexec
alter role andiron
  login createrole nosuperuser nocreatedb noreplication nobypassrls password :'password';

-- Policies hide records from these roles. Andiron takes one of them on for each transaction of a
-- restricted request; nobody logs in with them.
select format('create role %I nologin nosuperuser nobypassrls', name)
from unnest(array['andiron_restricted', 'andiron_restricted_by_query', 'andiron_ruled', 'andiron_ruled_few']) as name
where not exists (select from pg_catalog.pg_roles where rolname = name) \gexec
grant andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few to andiron;

-- Owns the audit log, and schema andiron, so that the role with which Andiron works cannot alter or drop
-- the log. Nobody logs in with it. Migrations lend it to themselves, for which CREATEROLE suffices
-- until PostgreSQL 15.
select 'create role andiron_audit_owner nologin nosuperuser nobypassrls'
where not exists (select from pg_catalog.pg_roles where rolname = 'andiron_audit_owner') \gexec
select 'grant andiron_audit_owner to andiron with admin true, inherit false, set false'
where current_setting('server_version_num')::int >= 160000 \gexec

-- Takes old months out of the audit log and puts holds on others, through functions of its owner. Not
-- for the role with which Andiron works: grant it to logins of those who see to retention
-- (src/docs/operations/audit.md).
select 'create role andiron_audit_retention nologin nosuperuser nobypassrls'
where not exists (select from pg_catalog.pg_roles where rolname = 'andiron_audit_retention') \gexec

-- The owner of the database may create schema andiron, tables in schema public (through
-- pg_database_owner), and the trusted extensions pg_trgm, unaccent, btree_gin and pgcrypto, which
-- come with the contrib package of PostgreSQL. Collation C sorts the same on every platform and
-- after every upgrade of the operating system.
select 'create database andiron owner andiron encoding ''UTF8'' lc_collate ''C'' template template0'
where not exists (select from pg_catalog.pg_database where datname = 'andiron') \gexec
alter database andiron owner to andiron;
revoke all on database andiron from public;

\connect andiron
alter schema public owner to pg_database_owner;
revoke all on schema public from public;
grant usage on schema public to public;

select r.rolname as role, r.rolcreaterole as may_create_roles, r.rolsuper as superuser,
       d.datname as database, pg_catalog.pg_encoding_to_char(d.encoding) as encoding,
       current_setting('server_version') as server
from pg_catalog.pg_roles r
join pg_catalog.pg_database d on d.datdba = r.oid
where d.datname = 'andiron';
