-- The codes that resources use and what they are called there: one row for each name of a code in a
-- search parameter, however many resources use it. Rows are added without waiting for other
-- transactions, so one may be there twice. Whether a code is in use, and by how many resources that
-- the caller may see, idx_token and hfj_resource tell.

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

-- What resources that were deleted for good were alone to use is forgotten. By its name this trigger
-- comes before the one that removes the rows of the index.
create function andiron.forget_used_codes() returns trigger language plpgsql as $$
begin
  with lost as (
    select distinct t.param, t.code, t.system
    from andiron.idx_token t join gone g on g.res_id = t.res_id
    where t.grp = 0
  )
  delete from andiron.used_code u using lost l
  where u.param = l.param and u.code = l.code and u.system is not distinct from l.system
    and not exists (
      select from andiron.idx_token t
      where t.param = l.param and t.code = l.code and t.system is not distinct from l.system
        and t.res_id not in (select res_id from gone));
  with lost as (
    select distinct t.param, t.code, t.system, s.param as text, s.folded, s.exact
    from gone g
    join andiron.idx_token t on t.res_id = g.res_id and t.grp = 0
    join andiron.search_parameter p on p.id = t.param
    join andiron.search_parameter x
      on x.resource_type = p.resource_type and x.code = p.code || ':text'
    join andiron.idx_string s on s.res_id = g.res_id and s.param = x.id
  )
  delete from andiron.used_code u using lost l
  where u.param = l.param and u.code = l.code and u.system is not distinct from l.system
    and u.name = l.exact
    and not exists (
      select from andiron.idx_string s
      where s.param = l.text and left(s.folded, 200) = left(l.folded, 200) and s.exact = l.exact
        and s.res_id not in (select res_id from gone));
  return null;
end
$$;
create trigger andiron_forget_codes after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_used_codes();
