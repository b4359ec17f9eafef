-- min_worker: 1
-- In place of the function, where functions are refused.
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_slugs AS SELECT slug FROM tenants;
