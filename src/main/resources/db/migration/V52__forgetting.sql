-- With a resource that is removed for good goes what is kept of it in our tables, which only the owner of the
-- database may change: done as the caller, no resource could be removed by anybody from whom anything is withheld.
do $$
declare
  name text;
begin
  foreach name in array array['forget_visibility', 'forget_labels', 'forget_owner', 'forget_index'] loop
    execute format(
      'alter function andiron.%I() security definer set search_path = pg_catalog, pg_temp', name);
  end loop;
end
$$;
