-- What the worker's account sees: of each table the rows of one tenant. Applied after the migrations whenever
-- this text changes. {tenant} is current_tenant(), or the row of this connection where functions are refused.

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_tenant AS
  SELECT * FROM tenants WHERE id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_tenant_settings AS
  SELECT * FROM tenant_settings
   WHERE tenant_id = {tenant} AND tenant_id <> UNHEX('00000000000000000000000000000000') WITH CHECK OPTION;
-- What holds for every tenant that does not say otherwise: the platform's word, which no worker writes.
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_platform_settings AS
  SELECT name, value FROM tenant_settings WHERE tenant_id = UNHEX('00000000000000000000000000000000');

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_roles AS
  SELECT * FROM roles WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_users AS
  SELECT * FROM users WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_user_words AS
  SELECT * FROM user_words WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_password_history AS
  SELECT * FROM password_history WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_sessions AS
  SELECT * FROM sessions WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_refresh_tokens AS
  SELECT * FROM refresh_tokens WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_revoked_tokens AS
  SELECT * FROM revoked_tokens WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_secret_checks AS
  SELECT * FROM secret_checks WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_rate_counters AS
  SELECT * FROM rate_counters WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_idempotency_keys AS
  SELECT * FROM idempotency_keys WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_events AS
  SELECT * FROM events WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_event_heads AS
  SELECT * FROM event_heads WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_event_details AS
  SELECT * FROM event_details WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_outbox AS
  SELECT * FROM outbox WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_invites AS
  SELECT * FROM invites WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_linked_identities AS
  SELECT * FROM linked_identities WHERE tenant_id = {tenant} WITH CHECK OPTION;
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_reseller_quotas AS
  SELECT * FROM reseller_quotas WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_reseller_suspensions AS
  SELECT * FROM reseller_suspensions WHERE tenant_id = {tenant} WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW t_one_time AS
  SELECT * FROM one_time WHERE tenant_id = {tenant} WITH CHECK OPTION;

-- Of the installation, for reading.
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_signing_keys AS
  SELECT * FROM signing_keys;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_installation AS
  SELECT * FROM installation;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_schema_version AS
  SELECT name, version, min_worker, applied_at FROM schema_version;
