-- Which resource it is that a search names by its id. References to it are found whether or not it
-- exists for the caller, because they are in the text of what does; so the view asks as its owner, to
-- whom no policy applies. Statements select from it what references lead to, and nothing else.
create view andiron.named_resource as
  select r.res_id, r.res_type, r.fhir_id from hfj_resource r;
comment on view andiron.named_resource is 'Resources by id, for criteria on references';
grant select on andiron.named_resource to andiron_restricted, andiron_restricted_by_query;
