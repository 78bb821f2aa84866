-- What PostgreSQL needs to know in order to find good plans for searches.

-- How often values are, parameter by parameter: 'final' is the status of most observations, and
-- hardly anything else. Without it PostgreSQL multiplies how often the parameter is and how often the
-- value is, and takes plans for few rows where there are very many.
create statistics andiron.idx_token_values (ndistinct, mcv)
  on param, code, system from andiron.idx_token;
alter statistics andiron.idx_token_values set statistics 1000;
create statistics andiron.idx_string_values (mcv)
  on param, (left(folded, 200)) from andiron.idx_string;
alter statistics andiron.idx_string_values set statistics 500;
create statistics andiron.idx_quantity_units (mcv)
  on param, system, code, unit from andiron.idx_quantity;
create statistics andiron.idx_quantity_canonical_units (mcv)
  on param, canonical_unit from andiron.idx_quantity;
create statistics andiron.idx_uri_values (mcv)
  on param, (left(uri, 500)) from andiron.idx_uri;

-- HAPI has the 10,000 most frequent sources and targets of references kept. No search compares them
-- with a constant, and to go through them takes several milliseconds for each plan.
alter table hfj_res_link alter column src_resource_id set statistics 100;
alter table hfj_res_link alter column target_resource_id set statistics 100;
alter table hfj_res_link alter column src_path set statistics 500;
-- Most targets, such as a report's results, have one reference; those that searches begin with, such
-- as patients, have hundreds. For the latter PostgreSQL shall plan.
alter table hfj_res_link alter column target_resource_id set (n_distinct = -0.005);

-- Resources of a type in the order in which they are found unless a search says otherwise.
create index andiron_resource_type on hfj_resource (res_type, res_id) where res_deleted_at is null;

-- For what is stored already.
analyze andiron.idx_token, andiron.idx_string, andiron.idx_quantity, andiron.idx_uri, hfj_res_link;
