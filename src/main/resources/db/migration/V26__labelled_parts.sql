-- Resources whose parts have labels of their own say so, in all their versions, so that no others are
-- looked through when they are shown. What is stored from now on is labelled when it is stored.
create temporary table labelled_part on commit drop as
  select distinct res_id from hfj_res_ver
  where res_text_vc like '%extension-inline-sec-label%'
    or (res_text_vc like '%"security"%' and (res_text_vc like '%"contained"%' or res_type = 'Bundle'));

insert into hfj_tag_def (tag_id, tag_type, tag_system, tag_code)
select nextval('seq_tagdef_id'), 2, 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'PROCESSINLINELABEL'
where exists (select 1 from labelled_part) and not exists (
  select 1 from hfj_tag_def
  where tag_type = 2 and tag_system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
    and tag_code = 'PROCESSINLINELABEL' and tag_version is null and tag_user_selected is null);

insert into hfj_res_tag (pid, tag_id, res_id, res_type)
select nextval('seq_restag_id'), d.tag_id, r.res_id, r.res_type
from labelled_part p join hfj_resource r on r.res_id = p.res_id, hfj_tag_def d
where d.tag_type = 2 and d.tag_system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
  and d.tag_code = 'PROCESSINLINELABEL' and d.tag_version is null and d.tag_user_selected is null
on conflict do nothing;

insert into hfj_history_tag (pid, tag_id, res_ver_pid, res_id, res_type)
select nextval('seq_historytag_id'), d.tag_id, v.pid, v.res_id, v.res_type
from labelled_part p join hfj_res_ver v on v.res_id = p.res_id, hfj_tag_def d
where d.tag_type = 2 and d.tag_system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
  and d.tag_code = 'PROCESSINLINELABEL' and d.tag_version is null and d.tag_user_selected is null
on conflict do nothing;

update hfj_resource set has_tags = true
where res_id in (select res_id from labelled_part) and not has_tags;
update hfj_res_ver set has_tags = true
where res_id in (select res_id from labelled_part) and not has_tags;
