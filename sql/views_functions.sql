-- Behind views.sql, where functions exist.

-- What the gate must know of the sessions that this connection named, whatever their tenants: a row for each, or for each of
-- its revoked tokens. Whoever asks adds conditions, and none may be asked of a row that is not to be seen: TEMPTABLE and
-- LIMIT have all rows made before (merged, or with a condition pushed down, it might be asked of others too).
-- A TEXT would have MariaDB make them on its disk, for half the cost again: whose own role has more than 500 letters of
-- permissions is not here, and is read of its tenant alone.
CREATE OR REPLACE ALGORITHM=TEMPTABLE SQL SECURITY DEFINER VIEW v_session_facts AS
  SELECT STRAIGHT_JOIN
         s.tenant_id, t.kind, t.slug, t.plan_type, t.status AS tenant_status,
         t.tokens_not_before AS tenant_tokens_not_before, t.reseller_id, t.overrides, t.features_off, t.roles_changed_at,
         s.id AS session_id, s.user_id, s.created_at, s.last_used_at, s.expires_at, s.idle_seconds, s.ended_at, s.auth_time,
         s.amr, s.impersonator_id, s.impersonator_tenant, s.impersonator_session,
         u.status, u.email, u.first_name, u.last_name, u.role, u.email_verified_at, u.email_source, u.tokens_not_before,
         CAST(r.permissions AS CHAR(500)) AS permissions, x.jti
    FROM JSON_TABLE(current_sessions(), '$[*]' COLUMNS (tenant CHAR(32) PATH '$[0]', session CHAR(32) PATH '$[1]')) w
    JOIN sessions s ON s.tenant_id = UNHEX(w.tenant) AND s.id = UNHEX(w.session)
    JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id AND u.deleted_at IS NULL
    JOIN tenants t ON t.id = s.tenant_id AND t.deleted_at IS NULL
    LEFT JOIN roles r ON r.tenant_id = u.tenant_id AND r.name = u.role
    LEFT JOIN revoked_tokens x ON x.tenant_id = s.tenant_id AND x.session_id = s.id
   WHERE r.permissions IS NULL OR CHAR_LENGTH(r.permissions) <= 500
   LIMIT 1000000000;
