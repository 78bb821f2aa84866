-- With which rules the search index was made, so that a server with other rules makes it anew, and how
-- far it has come with that.

create table andiron.search_index_state (
  part        text   primary key,
  made_with   text,
  making_with text,
  done_to     bigint not null default 0,
  ends_at     bigint not null default 0
);

comment on column andiron.search_index_state.made_with is
  'Rules by which all of the part is indexed; null if it never was';
comment on column andiron.search_index_state.making_with is
  'Rules by which it is being indexed anew, from res_id done_to to ends_at; null if it is not';
