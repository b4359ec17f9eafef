-- Who may do what. Applied after the views whenever this text changes; not at all under
-- database.isolation = single. {app} and {platform} are the accounts of the settings.

-- The worker: views only, events append-only. Its own tenant's row column by column: with UPDATE on id,
-- INSERT … ON DUPLICATE KEY UPDATE id would take over the row of another tenant that has the same slug; with
-- DELETE, REPLACE would remove it. What a tenant is (kind, status, reseller) is the platform's word.
GRANT SELECT,
      INSERT (id, slug, name, plan_type, tokens_not_before, created_at, updated_at),
      UPDATE (slug, name, custom_domain, tokens_not_before, roles_changed_at, updated_at) ON t_tenant TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON t_tenant_settings TO {app};
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
GRANT SELECT ON users TO {platform};
GRANT SELECT, UPDATE (ended_at, end_reason), DELETE ON sessions TO {platform};
GRANT SELECT, DELETE ON refresh_tokens TO {platform};
GRANT SELECT, DELETE ON revoked_tokens TO {platform};
GRANT SELECT, DELETE ON secret_checks TO {platform};
GRANT SELECT, DELETE ON rate_counters TO {platform};
GRANT SELECT, DELETE ON idempotency_keys TO {platform};
GRANT SELECT, DELETE ON invites TO {platform};
GRANT SELECT, UPDATE (due_at, tries, gives_up_at, dead_at), DELETE ON outbox TO {platform};
GRANT SELECT, DELETE ON one_time TO {platform};
GRANT SELECT, INSERT, UPDATE (sequence, chain) ON events TO {platform};
GRANT SELECT, INSERT, UPDATE ON event_heads TO {platform};
GRANT SELECT, INSERT ON event_details TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON reseller_quotas TO {platform};
GRANT SELECT, INSERT, DELETE ON reseller_suspensions TO {platform};
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO {platform};
GRANT SELECT, INSERT, UPDATE ON installation TO {platform};
GRANT SELECT ON schema_version TO {platform};
