-- A reference that only parts with labels of their own have says what those say: nobody finds anything
-- by it. Its row stays, because the reference is there: it makes the resource part of a record, counts
-- for consents, and its target is not deleted. Searches read the view, the server's own work the table.
alter table hfj_res_link add column andiron_labelled boolean not null default false;
comment on column hfj_res_link.andiron_labelled is
  'Only parts of the source that have labels of their own have the reference';

-- Not known yet is which links of what is stored with such parts are theirs: all, until its index is made
-- anew, which this version begins with.
update hfj_res_link l set andiron_labelled = true
from hfj_res_tag t join hfj_tag_def d on d.tag_id = t.tag_id
where t.res_id = l.src_resource_id and d.tag_type = 2 and d.tag_code = 'PROCESSINLINELABEL'
  and d.tag_system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
create index andiron_labelled_link on hfj_res_link (src_resource_id) where andiron_labelled;

-- HAPI's index, from which PostgreSQL finds sources without reading the table, with the new column.
drop index idx_rl_tgt_v2;
create index idx_rl_tgt_v2 on hfj_res_link
  (target_resource_id, src_path, src_resource_id, target_resource_type, partition_id, andiron_labelled);
analyze hfj_res_link (andiron_labelled);

create view andiron.searchable_link with (security_invoker = true) as
  select l.src_resource_id, l.source_resource_type, l.src_path, l.target_resource_id, l.target_resource_type
  from hfj_res_link l where not l.andiron_labelled;
comment on view andiron.searchable_link is 'References by which resources are found, as far as both exist for the caller';
grant select on andiron.searchable_link
  to andiron_restricted, andiron_restricted_by_query, andiron_ruled, andiron_ruled_few;
