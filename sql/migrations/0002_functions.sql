-- min_worker: 1
-- Which tenant a connection sees, and the three questions that come before one is known. Answered one name at
-- a time with the definer's rights, so that the worker's account still cannot list tenants.
-- DETERMINISTIC NO SQL is what lets the servers use an index through the views; declared otherwise a look-up
-- reads the whole table. A function never changes: what must differ gets a new name.

CREATE FUNCTION current_tenant() RETURNS BINARY(16)
  DETERMINISTIC NO SQL SQL SECURITY INVOKER
  RETURN @doorward_tenant;

CREATE FUNCTION tenant_by_slug(wanted VARBINARY(63)) RETURNS BINARY(16)
  NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
  RETURN (SELECT id FROM tenants WHERE slug = wanted AND kind = 'tenant' AND deleted_at IS NULL);

CREATE FUNCTION tenant_by_domain(wanted VARBINARY(253)) RETURNS BINARY(16)
  NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
  RETURN (SELECT id FROM tenants WHERE custom_domain = wanted AND kind = 'tenant' AND deleted_at IS NULL);

-- The platform's own row, or the reseller's, where the person with this canonical e-mail address lives.
CREATE FUNCTION platform_home(wanted VARBINARY(254)) RETURNS BINARY(16)
  NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
  RETURN (SELECT t.id FROM tenants t JOIN users u ON u.tenant_id = t.id AND u.email_key = wanted
          WHERE t.kind IN ('platform', 'reseller') AND t.deleted_at IS NULL AND u.deleted_at IS NULL
          ORDER BY t.id LIMIT 1);
