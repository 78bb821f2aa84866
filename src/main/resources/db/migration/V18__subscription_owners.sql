-- Whose each Subscription is: it exists for them alone, and tells only what exists for them.
create table andiron.subscription_owner (
  subscription text        not null primary key,
  party        text        not null,
  subject      text        not null,
  client       text        not null,
  scopes       text        not null,
  patient      text,
  changed      timestamptz not null default now()
);
comment on column andiron.subscription_owner.subscription is 'Logical id of the Subscription';
comment on column andiron.subscription_owner.party is 'The user by the app: what the setting andiron.owner is compared with';
comment on column andiron.subscription_owner.scopes is 'Of the token with which it was stored last';
comment on column andiron.subscription_owner.patient is 'Id of the Patient in context of that token';

do $$
declare
  role_name text;
  owned text := '%1$s = ''Subscription'' and exists (select 1 from andiron.subscription_owner o'
    ' join hfj_resource s on s.fhir_id = o.subscription and s.res_type = ''Subscription'''
    ' where s.res_id = %2$s and o.party = (select current_setting(''andiron.owner'')))';
begin
  foreach role_name in array array['andiron_restricted', 'andiron_restricted_by_query'] loop
    execute format('grant select, insert, update, delete on andiron.subscription_owner to %I', role_name);
    execute format('create policy %I on hfj_resource for select to %I using (res_type = ''Subscription'''
      ' and exists (select 1 from andiron.subscription_owner o where o.subscription = hfj_resource.fhir_id'
      ' and o.party = (select current_setting(''andiron.owner''))))', role_name || '_owned', role_name);
    execute format('create policy %I on hfj_res_ver for select to %I using (%s)', role_name || '_owned', role_name,
      format(owned, 'res_type', 'hfj_res_ver.res_id'));
    execute format('create policy %I on hfj_res_link for select to %I using (%s)', role_name || '_owned', role_name,
      format(owned, 'source_resource_type', 'hfj_res_link.src_resource_id'));
  end loop;
end
$$;

create function andiron.forget_owner() returns trigger language plpgsql as $$
begin
  delete from andiron.subscription_owner
   where subscription in (select fhir_id from gone where res_type = 'Subscription');
  return null;
end
$$;
create trigger andiron_forget_owner after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_owner();
