-- The texts of resources, one row for each. The lexemes and their positions are made by the server.

create table andiron.idx_text (
  res_id    bigint   not null primary key,
  content   tsvector not null,
  narrative tsvector not null,
  words     text     not null
);
create index idx_text_content on andiron.idx_text using gin (content);
create index idx_text_narrative on andiron.idx_text using gin (narrative);
create index idx_text_words on andiron.idx_text using gin (words gin_trgm_ops);

comment on column andiron.idx_text.content is
  'Words of all of the resource; of scripts without gaps between words each pair of characters';
comment on column andiron.idx_text.words is
  'Words of which a part may be asked for, each once, a blank before and behind each';

create or replace function andiron.forget_index() returns trigger language plpgsql as $$
begin
  delete from andiron.idx_token where res_id in (select res_id from gone);
  delete from andiron.idx_string where res_id in (select res_id from gone);
  delete from andiron.idx_date where res_id in (select res_id from gone);
  delete from andiron.idx_number where res_id in (select res_id from gone);
  delete from andiron.idx_quantity where res_id in (select res_id from gone);
  delete from andiron.idx_uri where res_id in (select res_id from gone);
  delete from andiron.idx_position where res_id in (select res_id from gone);
  delete from andiron.idx_text where res_id in (select res_id from gone);
  return null;
end
$$;
