-- Who may do what. Applied after the views whenever this text changes; not at all under
-- database.isolation = single. {app} and {platform} are the accounts of the settings.

-- The worker: views only, events append-only. Its own tenant's row column by column: with UPDATE on id,
-- INSERT … ON DUPLICATE KEY UPDATE id would take over the row of another tenant that has the same slug; with
-- DELETE, REPLACE would remove it. What a tenant is (kind, status, reseller), what it may (plan, overrides), its slug and its
-- domain are the platform's word.
GRANT SELECT,
      INSERT (id, slug, name, plan_type, tokens_not_before, created_at, updated_at),
      UPDATE (name, features_off, tokens_not_before, roles_changed_at, updated_at) ON t_tenant
      TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_tenant_settings TO {app};
GRANT SELECT, INSERT, UPDATE ON t_tenant_usage TO {app};
GRANT SELECT, INSERT, UPDATE ON t_domain_checks TO {app};
GRANT SELECT ON t_tenant_days TO {app};
GRANT SELECT ON t_house_days TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_roles TO {app};
GRANT SELECT, INSERT, UPDATE ON t_users TO {app};
GRANT SELECT, INSERT, DELETE ON t_user_words TO {app};
GRANT SELECT, INSERT, DELETE ON t_password_history TO {app};
GRANT SELECT, INSERT, UPDATE ON t_sessions TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_refresh_tokens TO {app};
GRANT SELECT, INSERT, DELETE ON t_revoked_tokens TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_secret_checks TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_rate_counters TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_idempotency_keys TO {app};
-- Events without sequence and chain: only the upkeep seals.
GRANT SELECT,
      INSERT (tenant_id, id, type, version, actor_type, actor_id, subject_id, impersonator_id, session_id,
              correlation_id, data, details_hash, occurred_at) ON t_events TO {app};
GRANT SELECT ON t_event_heads TO {app};
GRANT SELECT, INSERT, DELETE ON t_event_details TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_outbox TO {app};
GRANT SELECT, INSERT, UPDATE (link_id, sent_at, expires_at, closed_at, closed_as, user_id) ON t_invites TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_linked_identities TO {app};
GRANT SELECT ON t_reseller_quotas TO {app};
GRANT SELECT ON t_reseller_suspensions TO {app};
GRANT SELECT ON v_platform_settings TO {app};
GRANT SELECT, INSERT, UPDATE (used_at) ON t_one_time TO {app};
GRANT SELECT ON v_signing_keys TO {app};
GRANT SELECT ON v_installation TO {app};
GRANT SELECT ON v_schema_version TO {app};

-- The few services that work across tenants.
GRANT SELECT, INSERT, UPDATE ON tenants TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_settings TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_usage TO {platform};
GRANT SELECT, UPDATE (due_at, tries, checked_at, why), DELETE ON domain_checks TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_days TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON house_days TO {platform};
-- What is left of a canceled tenant goes table by table (src/store/leaving.def); only the heads of chains stay, so that
-- no chain can be cut off unseen.
GRANT SELECT, DELETE ON users TO {platform};
GRANT SELECT, DELETE ON user_words TO {platform};
GRANT SELECT, DELETE ON roles TO {platform};
GRANT SELECT, DELETE ON password_history TO {platform};
GRANT SELECT, DELETE ON linked_identities TO {platform};
GRANT SELECT, UPDATE (ended_at, end_reason), DELETE ON sessions TO {platform};
GRANT SELECT, DELETE ON refresh_tokens TO {platform};
GRANT SELECT, DELETE ON revoked_tokens TO {platform};
GRANT SELECT, DELETE ON secret_checks TO {platform};
GRANT SELECT, DELETE ON rate_counters TO {platform};
GRANT SELECT, DELETE ON idempotency_keys TO {platform};
GRANT SELECT, DELETE ON invites TO {platform};
GRANT SELECT, UPDATE (due_at, tries, gives_up_at, dead_at), DELETE ON outbox TO {platform};
GRANT SELECT, DELETE ON one_time TO {platform};
GRANT SELECT, INSERT, UPDATE (sequence, chain), DELETE ON events TO {platform};
GRANT SELECT, INSERT, UPDATE ON event_heads TO {platform};
GRANT SELECT, INSERT, DELETE ON event_details TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON reseller_quotas TO {platform};
GRANT SELECT, INSERT, DELETE ON reseller_suspensions TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO {platform};
GRANT SELECT, INSERT, UPDATE ON installation TO {platform};
GRANT SELECT ON schema_version TO {platform};

-- What a former release gave. Where it was never given the server says so, and `migrate` goes on.
REVOKE UPDATE (custom_domain) ON t_tenant FROM {app};
REVOKE UPDATE (slug) ON t_tenant FROM {app};
