-- min_worker: 1
-- Slugs are unique over tenants, resellers and deleted rows together: is this one to be had?

CREATE FUNCTION slug_in_use(wanted VARBINARY(63)) RETURNS INT
  NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
  RETURN EXISTS (SELECT 1 FROM tenants WHERE slug = wanted);
