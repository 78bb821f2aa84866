-- The same exists for whom it existed before; less is planned to find out. PostgreSQL plans each part of
-- a policy with each statement, also where it has nothing to do: the policies of other policies, of
-- Binaries, of Subscriptions took longer to plan than most statements to run. What is rare is now asked
-- by functions, whose statements are planned once in a session, and one policy for each table is left.

-- Whether a resource exists now: for versions that are older than that.
create function andiron.exists_now(resource bigint) returns boolean
  language plpgsql stable parallel safe cost 1000 as $$
begin
  return exists (select 1 from hfj_resource r where r.res_id = resource);
end
$$;

-- Whether the transaction has created a resource that nobody has placed in a compartment yet.
create function andiron.created(resource bigint) returns boolean
  language plpgsql stable parallel safe cost 1000 as $$
begin
  return exists (select 1 from andiron.unplaced u
    where u.res_id = resource and u.xact = pg_current_xact_id_if_assigned());
end
$$;

-- Whether a Binary exists because something does that refers to it.
create function andiron.referred(binary_id text, version bigint) returns boolean
  language plpgsql stable parallel safe cost 1000 as $$
begin
  return current_setting('andiron.binaries', true) = 'on' and exists (
    select 1 from andiron.binary_referrer b
     where b.binary_id = referred.binary_id
       and b.from_version <= version
       and (b.context or not exists (
         select 1 from andiron.binary_referrer o where o.binary_id = b.binary_id and o.context))
       and (b.referrer_type = any(string_to_array(current_setting('andiron.types'), ','))
         or exists (
           select 1 from andiron.compartment c
            where c.res_id = b.referrer and c.to_version is null
              and c.patient = any(current_setting('andiron.patients')::bigint[])
              and (c.patient = any(current_setting('andiron.whole_patients')::bigint[])
                or c.patient || '/' || c.res_type
                  = any(string_to_array(current_setting('andiron.patient_types'), ','))))
         or exists (
           select 1 from andiron.admitted a
            where a.res_id = b.referrer and a.to_version is null
              and a.query_id = any(current_setting('andiron.queries')::int[]))
         or exists (
           select 1 from andiron.admitted a join andiron.compartment c on c.res_id = a.res_id
            where a.res_id = b.referrer and a.to_version is null and c.to_version is null
              and c.patient = any(current_setting('andiron.query_patients')::bigint[])
              and c.patient || '/' || a.query_id
                = any(string_to_array(current_setting('andiron.patient_queries'), ',')))));
end
$$;

-- Whether a resource exists that is neither of a type nor of a patient, but by another resource or by
-- its owner. Of a Binary any link counts; those that a version may be too old for are asked below.
create function andiron.exists_otherwise(type text, id text) returns boolean
  language plpgsql stable parallel safe cost 1000 as $$
begin
  return case type
    when 'Binary' then andiron.referred(id, 9223372036854775807)
    when 'Subscription' then exists (
      select 1 from andiron.subscription_owner o
       where o.subscription = id and o.party = current_setting('andiron.owner'))
    else false
  end;
end
$$;

-- The same of a version, by the number of its resource.
create function andiron.version_exists_otherwise(type text, resource bigint, version bigint) returns boolean
  language plpgsql stable parallel safe cost 1000 as $$
declare
  id text := (select r.fhir_id from hfj_resource r where r.res_id = resource and r.res_type = type);
begin
  return case type
    when 'Binary' then andiron.referred(id, version)
    else andiron.exists_otherwise(type, id)
  end;
end
$$;

do $$
declare
  role_name text;
  -- The casts within make a value of the setting once in a statement; those without say that it is one.
  free text := '%4$s = any((select string_to_array(current_setting(''andiron.types''), '',''))::text[])';
  settings text :=
    'c.patient = any((select current_setting(''andiron.patients'')::bigint[])::bigint[])'
    ' and (c.patient = any((select current_setting(''andiron.whole_patients'')::bigint[])::bigint[])'
    ' or c.patient || ''/'' || c.res_type'
    ' = any((select string_to_array(current_setting(''andiron.patient_types''), '',''))::text[]))';
  by_query text := 'a.query_id = any((select current_setting(''andiron.queries'')::int[])::int[])';
  by_patient_query text :=
    'c.patient = any((select current_setting(''andiron.query_patients'')::bigint[])::bigint[])'
    ' and c.patient || ''/'' || a.query_id'
    ' = any((select string_to_array(current_setting(''andiron.patient_queries''), '',''))::text[])';
  created text :=
    '(select pg_current_xact_id_if_assigned()) is not null and andiron.created(%1$s)';
  visible text :=
    'exists (select 1 from andiron.compartment c where c.res_id = %1$s and %2$s and ' || settings || ')'
    ' or ' || created;
  admitted text :=
    ' or exists (select 1 from andiron.admitted a where a.res_id = %1$s and %3$s and ' || by_query || ')'
    ' or exists (select 1 from andiron.admitted a join andiron.compartment c on c.res_id = a.res_id'
    ' where a.res_id = %1$s and %3$s and %2$s and ' || by_patient_query || ')';
  -- What shows a version and is in force shows the resource too. What has gone to another patient is
  -- hidden with all its versions.
  at_version text := '%1$s.from_version <= hfj_res_ver.res_ver'
    ' and (%1$s.to_version is null'
    ' or %1$s.to_version > hfj_res_ver.res_ver and andiron.exists_now(hfj_res_ver.res_id))';
begin
  foreach role_name in array array['andiron_restricted', 'andiron_restricted_by_query'] loop
    execute format('drop policy %I on hfj_resource', role_name);
    execute format('drop policy %I on hfj_res_ver', role_name);
    execute format('drop policy %I on hfj_res_link', role_name);
    execute format('drop policy %I on hfj_resource', role_name || '_binary');
    execute format('drop policy %I on hfj_res_ver', role_name || '_binary');
    execute format('drop policy %I on hfj_resource', role_name || '_owned');
    execute format('drop policy %I on hfj_res_ver', role_name || '_owned');
    execute format('drop policy %I on hfj_res_link', role_name || '_owned');
    if role_name = 'andiron_restricted_by_query' then
      visible := visible || admitted;
    end if;
    execute format('create policy %I on hfj_resource for select to %I using (%s)', role_name, role_name,
      format(free || ' or ' || visible
        || ' or res_type in (''Binary'', ''Subscription'')'
        || ' and andiron.exists_otherwise(res_type, fhir_id)',
        'hfj_resource.res_id', 'c.to_version is null', 'a.to_version is null', 'hfj_resource.res_type'));
    execute format('create policy %I on hfj_res_link for select to %I using (%s)', role_name, role_name,
      format(free || ' or ' || visible
        || ' or source_resource_type = ''Subscription'''
        || ' and andiron.version_exists_otherwise(source_resource_type, src_resource_id, null)',
        'hfj_res_link.src_resource_id', 'c.to_version is null', 'a.to_version is null',
        'hfj_res_link.source_resource_type'));
    execute format('create policy %I on hfj_res_ver for select to %I using (%s)', role_name, role_name,
      format(free || ' or ' || visible
        || ' or res_type in (''Binary'', ''Subscription'')'
        || ' and andiron.version_exists_otherwise(res_type, res_id, res_ver)',
        'hfj_res_ver.res_id', format(at_version, 'c'), format(at_version, 'a'), 'hfj_res_ver.res_type'));
  end loop;
end
$$;
