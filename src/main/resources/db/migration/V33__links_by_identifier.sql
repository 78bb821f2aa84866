-- Links between the records of people and organizations whose reference has an identifier and no literal.
-- What refers so is in the search index, and so is what has the identifier. Whoever asks looks at the
-- reference itself: one with a literal is there too.
create function andiron.referrers_by_identifier(resource bigint, referrer_type text, parameter text)
returns setof bigint language plpgsql stable rows 5 as $$
begin
  return query
    select r.res_id
    from andiron.idx_token n
    join andiron.idx_token r on r.code = n.code and r.system is not distinct from n.system
    where n.res_id = resource
      and n.param in (select p.id from andiron.search_parameter p where p.code = 'identifier')
      and r.param = (select p.id from andiron.search_parameter p
        where p.resource_type = referrer_type and p.code = parameter || ':identifier');
end
$$;
comment on function andiron.referrers_by_identifier is
  'What refers to a resource by one of its identifiers, in the references of a search parameter';

create function andiron.targets_by_identifier(
  resource bigint, referrer_type text, parameter text, target_type text)
returns setof bigint language plpgsql stable rows 5 as $$
begin
  return query
    select n.res_id
    from andiron.idx_token r
    join andiron.idx_token n on n.code = r.code and n.system is not distinct from r.system
    where r.res_id = resource
      and r.param = (select p.id from andiron.search_parameter p
        where p.resource_type = referrer_type and p.code = parameter || ':identifier')
      and n.param = (select p.id from andiron.search_parameter p
        where p.resource_type = target_type and p.code = 'identifier');
end
$$;
comment on function andiron.targets_by_identifier is
  'What has the identifiers by which the references of a search parameter of a resource name it';
