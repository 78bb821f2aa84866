-- A tag and a label is called what its resource calls it (storage.tag). Until now all resources
-- with one code had the display of whoever used it first: what several have cannot be told apart,
-- so it goes.
alter table hfj_tag_def alter column tag_display type text;

create index andiron_tag_def_display
  on hfj_tag_def (tag_type, coalesce(tag_code, ''), md5(coalesce(tag_display, '')));

update hfj_tag_def
set tag_display = null
where tag_type in (0, 2) and tag_display is not null
  and tag_id in (
    select tag_id from hfj_history_tag group by tag_id having min(res_id) <> max(res_id));
