-- How new what is known of a reader must be, asked with each request. In PL/pgSQL each query has one
-- plan for a session; as a query of its own, PostgreSQL planned it each time, which took longer than
-- to read a resource.
create function andiron.reader_epoch(
  types text[], ids text[], out newest_rule int, out shared bigint, out own text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  version text;
begin
  select coalesce(max(id), 0) into newest_rule from andiron.access_rule;
  select coalesce(sum(bumps), 0) into shared from andiron.requester_epoch;
  own := '';
  for i in 1 .. cardinality(types) loop
    select r.res_id || '/' || r.res_ver into version from public.hfj_resource r
      where r.res_type = types[i] and r.fhir_id = ids[i];
    own := own || coalesce(version, '') || ' ';
  end loop;
end
$$;
comment on function andiron.reader_epoch is
  'The greatest number of a rule, how often people and organizations changed, and the versions of the'
  ' resources that are the reader';
