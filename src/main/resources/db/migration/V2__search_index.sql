-- What resources are found by. One row for each value of a search parameter; HAPI's own index tables
-- stay empty. The rows of a resource are replaced as a whole in the transaction that stores it.

create extension if not exists pg_trgm;

-- Numbers for the parameters of a resource type and for the URIs of code systems and units, so that
-- an index row does not repeat them. Rows are only ever added.
create table andiron.search_parameter (
  id            integer generated always as identity primary key,
  resource_type text not null,
  code          text not null,
  unique (resource_type, code)
);
create table andiron.search_system (
  id  integer generated always as identity primary key,
  uri text not null unique
);

comment on column andiron.search_parameter.code is
  'Code of the search parameter; the n-th component of a composite is code$n, display texts of a token are code:text, identifiers with their type are code:of-type, identifiers of references are code:identifier';

-- grp tells the components of a composite that belong to one element from those of others; 0 elsewhere.

create table andiron.idx_token (
  res_id bigint   not null,
  param  integer  not null,
  grp    smallint not null default 0,
  system integer,
  code   text     not null
);
create index idx_token_code on andiron.idx_token (param, code, system, res_id);
create index idx_token_system on andiron.idx_token (param, system, res_id);
create index idx_token_resource on andiron.idx_token (res_id, param);

create table andiron.idx_string (
  res_id bigint   not null,
  param  integer  not null,
  grp    smallint not null default 0,
  folded text     not null,
  exact  text     not null
);
-- The first 200 characters: a B-tree row has to fit in a third of a page.
create index idx_string_start on andiron.idx_string (param, left(folded, 200) text_pattern_ops, res_id);
create index idx_string_part on andiron.idx_string using gin (folded gin_trgm_ops);
create index idx_string_resource on andiron.idx_string (res_id, param);

-- Half-open: a day is from its midnight to the next. Open ends are infinite.
create table andiron.idx_date (
  res_id bigint      not null,
  param  integer     not null,
  grp    smallint    not null default 0,
  low    timestamptz not null,
  high   timestamptz not null
);
create index idx_date_low on andiron.idx_date (param, low, res_id) include (high);
create index idx_date_high on andiron.idx_date (param, high, res_id) include (low);
create index idx_date_resource on andiron.idx_date (res_id, param);

create table andiron.idx_number (
  res_id bigint   not null,
  param  integer  not null,
  grp    smallint not null default 0,
  low    numeric  not null,
  high   numeric  not null
);
create index idx_number_low on andiron.idx_number (param, low, res_id) include (high);
create index idx_number_high on andiron.idx_number (param, high, res_id) include (low);
create index idx_number_resource on andiron.idx_number (res_id, param);

-- canonical_*: the same quantity in UCUM base units, null where the unit has none.
create table andiron.idx_quantity (
  res_id         bigint   not null,
  param          integer  not null,
  grp            smallint not null default 0,
  system         integer,
  code           text,
  unit           text,
  low            numeric  not null,
  high           numeric  not null,
  canonical_unit text,
  canonical_low  numeric,
  canonical_high numeric
);
create index idx_quantity_low on andiron.idx_quantity (param, low, res_id) include (high);
create index idx_quantity_high on andiron.idx_quantity (param, high, res_id) include (low);
create index idx_quantity_canonical
  on andiron.idx_quantity (param, canonical_unit, canonical_low, res_id) include (canonical_high)
  where canonical_unit is not null;
create index idx_quantity_canonical_high
  on andiron.idx_quantity (param, canonical_unit, canonical_high, res_id) include (canonical_low)
  where canonical_unit is not null;
create index idx_quantity_resource on andiron.idx_quantity (res_id, param);

-- uri parameters, and references that are canonical or lead to other servers.
create table andiron.idx_uri (
  res_id  bigint   not null,
  param   integer  not null,
  grp     smallint not null default 0,
  uri     text     not null,
  version text
);
create index idx_uri_start on andiron.idx_uri (param, left(uri, 500) text_pattern_ops, res_id);
create index idx_uri_resource on andiron.idx_uri (res_id, param);

create table andiron.idx_position (
  res_id    bigint           not null,
  param     integer          not null,
  latitude  double precision not null,
  longitude double precision not null
);
create index idx_position_latitude on andiron.idx_position (param, latitude, longitude, res_id);
create index idx_position_resource on andiron.idx_position (res_id, param);

-- HAPI deletes resources for good in many ways; each leads through here.
create function andiron.forget_index() returns trigger language plpgsql as $$
begin
  delete from andiron.idx_token where res_id in (select res_id from gone);
  delete from andiron.idx_string where res_id in (select res_id from gone);
  delete from andiron.idx_date where res_id in (select res_id from gone);
  delete from andiron.idx_number where res_id in (select res_id from gone);
  delete from andiron.idx_quantity where res_id in (select res_id from gone);
  delete from andiron.idx_uri where res_id in (select res_id from gone);
  delete from andiron.idx_position where res_id in (select res_id from gone);
  return null;
end
$$;
create trigger andiron_forget_index after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_index();
