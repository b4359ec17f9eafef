-- Beside grants.sql, where the functions of 0002 exist.
GRANT EXECUTE ON FUNCTION current_tenant TO {app};
GRANT EXECUTE ON FUNCTION tenant_by_slug TO {app};
GRANT EXECUTE ON FUNCTION tenant_by_domain TO {app};
GRANT EXECUTE ON FUNCTION platform_home TO {app};
