-- The words of what codes and references are called, one row for all texts of a parameter of a
-- resource. The lexemes and their positions are made by the server, as those of idx_text are.

create table andiron.idx_words (
  res_id bigint   not null,
  param  integer  not null,
  words  tsvector not null
);
create index idx_words_words on andiron.idx_words using gin (words);
create index idx_words_resource on andiron.idx_words (res_id, param);
alter table andiron.idx_words set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);

comment on column andiron.idx_string.exact is
  'As written; empty in rows of the same string from a later word on, or with dashes or apostrophes as blanks';

create or replace function andiron.forget_index() returns trigger language plpgsql as $$
begin
  delete from andiron.idx_token where res_id in (select res_id from gone);
  delete from andiron.idx_string where res_id in (select res_id from gone);
  delete from andiron.idx_date where res_id in (select res_id from gone);
  delete from andiron.idx_number where res_id in (select res_id from gone);
  delete from andiron.idx_quantity where res_id in (select res_id from gone);
  delete from andiron.idx_uri where res_id in (select res_id from gone);
  delete from andiron.idx_position where res_id in (select res_id from gone);
  delete from andiron.idx_words where res_id in (select res_id from gone);
  delete from andiron.idx_text where res_id in (select res_id from gone);
  return null;
end
$$;

-- Codes that are too long to be asked for in every combination of upper and lower case. Most long
-- codes are numbers; of those there is only one.
create index idx_token_caseless on andiron.idx_token (param, lower(code), res_id)
  where length(code) > 10 and code !~ '^[0-9.-]+$';
