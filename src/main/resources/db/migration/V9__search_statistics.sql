-- Statistics that are older than a bulk load make plans for tables that are almost empty: a search of
-- milliseconds takes minutes. So PostgreSQL looks again after every twentieth row has changed, not every
-- tenth, and after 500 rows in a new database.
alter table andiron.idx_token set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_string set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_date set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_number set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_quantity set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_uri set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table andiron.idx_text set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table hfj_resource set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
alter table hfj_res_link set (autovacuum_analyze_scale_factor = 0.05, autovacuum_analyze_threshold = 500);
