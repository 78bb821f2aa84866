-- Code systems that are too large for one resource: those of the distribution files of LOINC, SNOMED CT
-- and ICD-10. HAPI's tables of concepts have neither the closure of the hierarchy nor an index on it.

create table andiron.code_system (
  id            integer generated always as identity primary key,
  url           text    not null,
  version       text    not null,
  name          text    not null,
  edition       text,
  sha256        text    not null,
  reader        integer not null,
  concepts      integer not null,
  first_concept integer not null,
  unique (url, version)
);
comment on column andiron.code_system.edition is
  'What tells parallel branches of versions apart, such as the editions of SNOMED CT: the start that all URIs of its versions have in common';

-- Numbers are unique across code systems and without gaps within one. ancestors includes the concept
-- itself: what is below a concept is one lookup in an index, however much it is.
create table andiron.concept (
  number    integer   primary key,
  system    integer   not null,
  code      text      not null,
  display   text,
  inactive  boolean   not null,
  parents   integer[] not null,
  ancestors integer[] not null
);
create unique index concept_code on andiron.concept (system, code);
create index concept_ancestors on andiron.concept using gin (ancestors);
create index concept_display on andiron.concept using gin (lower(display) gin_trgm_ops);
-- The share of a code system that is below a concept varies from all to nothing.
alter table andiron.concept alter column ancestors set statistics 1000;

-- is_code: the value is a code of the same code system.
create table andiron.concept_property (
  concept  integer not null,
  property text    not null,
  value    text    not null,
  is_code  boolean not null
);
create index concept_property_concept on andiron.concept_property (concept);
create index concept_property_value on andiron.concept_property (property, left(value, 200), concept);

create table andiron.concept_designation (
  concept  integer not null,
  language text,
  use_code text,
  value    text    not null
);
create index concept_designation_concept on andiron.concept_designation (concept);
create index concept_designation_value on andiron.concept_designation using gin (lower(value) gin_trgm_ops);

-- What became of each distribution file, for the operator and for the next start.
create table andiron.terminology_file (
  file      text        primary key,
  size      bigint      not null,
  modified  timestamptz not null,
  sha256    text,
  state     text        not null check (state in ('loading', 'loaded', 'failed')),
  system    integer,
  percent   smallint    not null,
  concepts  integer     not null,
  message   text,
  since     timestamptz not null
);
