-- The labels and profiles of the resources of a type: counts that most of them are in are read from
-- this index, and labels of other types not at all.
create index andiron_tag_type on hfj_res_tag (res_type, tag_id, res_id);
