-- Beside grants.sql, where functions exist.
GRANT EXECUTE ON FUNCTION current_tenant TO {app};
GRANT EXECUTE ON FUNCTION current_sessions TO {app};
GRANT SELECT ON v_session_facts TO {app};
GRANT EXECUTE ON FUNCTION tenant_by_slug TO {app};
GRANT EXECUTE ON FUNCTION tenant_by_domain TO {app};
GRANT EXECUTE ON FUNCTION platform_home TO {app};
GRANT EXECUTE ON FUNCTION slug_in_use TO {app};
