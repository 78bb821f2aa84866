-- The matches of searches that have more than one page, one row for each search, so that its pages
-- stay what they are while others write, on every node and after a restart.
create table andiron.search_page (
  id        uuid        primary key,
  search    text        not null,
  keys      bigint[]    not null,
  known     integer     not null,
  complete  boolean     not null,
  total     integer,
  created   timestamptz not null default now(),
  last_used timestamptz not null default now()
);
create index search_page_last_used on andiron.search_page (last_used);

comment on column andiron.search_page.id is 'Random; part of the links to the pages';
comment on column andiron.search_page.search is
  'Resource types, a question mark, and the parameters as in a URL: what it takes to search on';
comment on column andiron.search_page.keys is 'res_id of the matches found so far, in order';
comment on column andiron.search_page.known is 'How many keys there are';
comment on column andiron.search_page.complete is 'Whether these are all matches';
comment on column andiron.search_page.total is
  'The number of matches that the pages state; null for none';
