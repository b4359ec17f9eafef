-- Beside grants.sql, where functions were refused.
GRANT SELECT, INSERT, DELETE ON v_connection_tenant TO {app};
GRANT SELECT ON v_tenant_names TO {app};
GRANT SELECT ON v_platform_people TO {app};
GRANT SELECT ON v_slugs TO {app};
