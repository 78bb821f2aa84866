-- What fhir-config brought into the server: one row for each stored resource, so that a later start
-- stores only what changed and removes only what came from here.
create table andiron.config_resource (
  resource_type  text    not null,
  resource_id    text    not null,
  file           text    not null,
  package        text,
  url            text    not null,
  version        text    not null default '',
  sha256         text    not null,
  stored_version bigint  not null,
  effective      boolean not null,
  applies_to     text[]  not null default '{}',
  reindex_due    boolean not null default false,
  primary key (resource_type, resource_id),
  unique (resource_type, url, version)
);

comment on column andiron.config_resource.file is 'File below fhir-config; for a package, the archive';
comment on column andiron.config_resource.package is 'name#version of the package, null for a single file';
comment on column andiron.config_resource.stored_version is 'meta.versionId that the server gave to our content';
comment on column andiron.config_resource.effective is
  'False for a search parameter that a newer package version or the standard replaces, and for an older version of a definition';
comment on column andiron.config_resource.applies_to is
  'Profile: the resource type; search parameter: the resource types it is in force for';
comment on column andiron.config_resource.reindex_due is
  'The search parameter is new and existing resources of its types have not been indexed for it';

create table andiron.config_package (
  name      text not null,
  version   text not null,
  canonical text,
  title     text,
  file      text not null,
  primary key (name, version)
);

-- One row: what was applied last, as a digest over all files.
create table andiron.config_applied (
  only_row    boolean     primary key default true check (only_row),
  fingerprint text        not null,
  applied_at  timestamptz not null default now()
);
