-- The links of resources that a statement takes as rows of hfj_resource: there the policies have said already
-- whether the source exists for the caller, and to ask it of the link again made up a fifth of the time of a
-- search by a reference. So the view asks as its owner, to whom no policy applies.
create view andiron.link_of_source as
  select l.src_resource_id, l.source_resource_type, l.src_path, l.target_resource_id, l.target_resource_type
  from hfj_res_link l where not l.andiron_labelled;
comment on view andiron.link_of_source is
  'References by which resources are found, for statements in which the source is a row of hfj_resource';
grant select on andiron.link_of_source
  to andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few;

-- The rules of a resource, whether of its newest version, of an older one or of both, are one look-up in one
-- index; they were two, joined by a bitmap, for each version that was read.
create index ruled_of_resource on andiron.ruled (res_id, to_version, rule, patient, from_version);
drop index andiron.ruled_resource;
drop index andiron.ruled_versions;
