-- The codes that resources use and what they are called there: one row for each name of a code in a
-- search parameter, however many resources use it. Rows are added without waiting for other
-- transactions, so one may be there twice, and removed some time after the last use. Whether a code is
-- in use, and by how many resources that the caller may see, idx_token and hfj_resource tell.

create table andiron.used_code (
  param   integer not null,
  system  integer,
  code    text    not null,
  concept boolean not null,
  name    text    not null,
  words   text    not null
);
create index used_code_code on andiron.used_code (param, code, system);
create index used_code_words on andiron.used_code using gin (words gin_trgm_ops);

comment on column andiron.used_code.concept is
  'Whether the name is that of the whole concept and not of the code';
comment on column andiron.used_code.words is
  'The name, folded, a blank before each word; empty if the code has no name';
