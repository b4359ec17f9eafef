-- The schema as the migrations make it, for reading. Made by tests/store/schema_test.cc; never applied.
-- The worker sees it through the views of sql/views.sql, with the rights of sql/grants.sql.

CREATE TABLE domain_checks (
  tenant_id binary(16) NOT NULL,
  domain varbinary(253) NOT NULL,
  asked_at datetime(6) NOT NULL,
  due_at datetime(6),
  tries int NOT NULL DEFAULT 0,
  checked_at datetime(6),
  why varbinary(16) NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id),
  KEY domain_checks_due (due_at)
);

CREATE TABLE events (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  sequence bigint,
  chain binary(32),
  type varbinary(64) NOT NULL,
  version smallint NOT NULL DEFAULT 1,
  actor_type varchar(10) NOT NULL,
  actor_id binary(16),
  subject_id binary(16),
  impersonator_id binary(16),
  session_id binary(16),
  correlation_id varbinary(64) NOT NULL DEFAULT '',
  data text NOT NULL,
  details_hash binary(32),
  occurred_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY events_sequence (tenant_id, sequence),
  KEY events_actor (tenant_id, actor_id, sequence),
  KEY events_correlation (tenant_id, correlation_id, sequence),
  KEY events_id (id),
  KEY events_subject (tenant_id, subject_id, sequence),
  KEY events_type (tenant_id, type, sequence)
);

CREATE TABLE event_details (
  tenant_id binary(16) NOT NULL,
  event_id binary(16) NOT NULL,
  salt binary(16) NOT NULL,
  ip_address varbinary(45) NOT NULL DEFAULT '',
  user_agent varchar(512) NOT NULL DEFAULT '',
  personal text NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY event_details_fk (tenant_id, event_id) REFERENCES events (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE event_heads (
  tenant_id binary(16) NOT NULL,
  sequence bigint NOT NULL,
  chain binary(32) NOT NULL,
  proof varbinary(200) NOT NULL,
  sealed_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id)
);

CREATE TABLE house_days (
  tenant_id binary(16) NOT NULL,
  day datetime(6) NOT NULL,
  tenants bigint NOT NULL,
  users bigint NOT NULL,
  sign_ins bigint NOT NULL,
  mfa_sign_ins bigint NOT NULL,
  active_users bigint NOT NULL,
  failures bigint NOT NULL,
  new_users bigint NOT NULL,
  PRIMARY KEY (tenant_id, day),
  KEY house_days_age (day)
);

CREATE TABLE idempotency_keys (
  tenant_id binary(16) NOT NULL,
  caller binary(32) NOT NULL,
  name varbinary(64) NOT NULL,
  body_hash binary(32) NOT NULL,
  status smallint,
  answer mediumblob,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, caller, name),
  KEY idempotency_age (created_at)
);

CREATE TABLE installation (
  name varbinary(64) NOT NULL,
  value varbinary(1000) NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE invites (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  email_key varbinary(254) NOT NULL,
  email varchar(254) NOT NULL,
  role varbinary(64) NOT NULL,
  invited_by binary(16),
  invited_here tinyint NOT NULL,
  link_id binary(16) NOT NULL,
  created_at datetime(6) NOT NULL,
  sent_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  closed_at datetime(6),
  closed_as varchar(10),
  user_id binary(16),
  open_for varbinary(254) AS (case when closed_at is null then email_key else NULL end) STORED,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY invites_open (tenant_id, open_for),
  KEY invites_expiry (expires_at)
);

CREATE TABLE linked_identities (
  tenant_id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  other_tenant binary(16) NOT NULL,
  other_user binary(16) NOT NULL,
  main tinyint NOT NULL DEFAULT 0,
  linked_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, other_tenant),
  FOREIGN KEY linked_identities_user (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE one_time (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  kind binary(1) NOT NULL,
  name_mac binary(16) NOT NULL,
  token_hash binary(32) NOT NULL,
  code_mac binary(32) NOT NULL,
  subject_id binary(16),
  data varbinary(4000) NOT NULL,
  created_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  used_at datetime(6),
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY one_time_token (tenant_id, token_hash),
  KEY one_time_expiry (expires_at),
  KEY one_time_name (tenant_id, name_mac, kind, created_at),
  KEY one_time_subject (tenant_id, subject_id),
  FOREIGN KEY one_time_user (tenant_id, subject_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE outbox (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  kind varchar(10) NOT NULL,
  payload mediumblob NOT NULL,
  due_at datetime(6) NOT NULL,
  tries int NOT NULL DEFAULT 0,
  done_at datetime(6),
  last_error varchar(500) NOT NULL DEFAULT '',
  created_at datetime(6) NOT NULL,
  about varbinary(32) NOT NULL DEFAULT '',
  gives_up_at datetime(6),
  dead_at datetime(6),
  PRIMARY KEY (tenant_id, id),
  KEY outbox_dead (dead_at),
  KEY outbox_due (done_at, dead_at, due_at)
);

CREATE TABLE password_history (
  tenant_id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  created_at datetime(6) NOT NULL,
  password_hash varbinary(512) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, created_at),
  FOREIGN KEY password_history_user (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE rate_counters (
  tenant_id binary(16) NOT NULL,
  name varbinary(200) NOT NULL,
  window_at datetime(6) NOT NULL,
  hits int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, name, window_at),
  KEY rate_counters_age (window_at)
);

CREATE TABLE refresh_tokens (
  tenant_id binary(16) NOT NULL,
  hash binary(32) NOT NULL,
  session_id binary(16) NOT NULL,
  parent binary(32),
  created_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  used_at datetime(6),
  successor varbinary(200),
  PRIMARY KEY (tenant_id, hash),
  UNIQUE KEY refresh_parent (tenant_id, parent),
  KEY refresh_expiry (expires_at),
  KEY refresh_session (tenant_id, session_id),
  FOREIGN KEY refresh_session_fk (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE reseller_quotas (
  tenant_id binary(16) NOT NULL,
  max_tenants int,
  max_users int,
  plans varchar(200) NOT NULL,
  updated_at datetime(6) NOT NULL,
  turns bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id)
);

CREATE TABLE reseller_suspensions (
  tenant_id binary(16) NOT NULL,
  reseller_id binary(16) NOT NULL,
  suspended_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id),
  KEY reseller_suspensions_reseller (reseller_id)
);

CREATE TABLE revoked_tokens (
  tenant_id binary(16) NOT NULL,
  session_id binary(16) NOT NULL,
  jti varbinary(43) NOT NULL,
  expires_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, session_id, jti),
  KEY revoked_expiry (expires_at),
  FOREIGN KEY revoked_session_fk (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE roles (
  tenant_id binary(16) NOT NULL,
  name varbinary(64) NOT NULL,
  permissions text NOT NULL,
  created_at datetime(6) NOT NULL,
  description varchar(200) NOT NULL DEFAULT '',
  grants bigint NOT NULL DEFAULT 0,
  updated_at datetime(6),
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE schema_version (
  name varbinary(100) NOT NULL,
  version int NOT NULL,
  min_worker int NOT NULL,
  checksum binary(32) NOT NULL,
  statements int NOT NULL DEFAULT 0,
  applied_at datetime(6),
  PRIMARY KEY (name)
);

CREATE TABLE secret_checks (
  tenant_id binary(16) NOT NULL,
  name_mac binary(32) NOT NULL,
  reserved int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  last_try_at datetime(6) NOT NULL,
  next_try_at datetime(6),
  locked_until datetime(6),
  PRIMARY KEY (tenant_id, name_mac),
  KEY secret_checks_age (last_try_at)
);

CREATE TABLE sessions (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  transport varchar(8) NOT NULL,
  cookie_hash binary(32),
  created_at datetime(6) NOT NULL,
  last_used_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  idle_seconds int,
  ended_at datetime(6),
  end_reason varchar(30),
  auth_time datetime(6) NOT NULL,
  amr varchar(100) NOT NULL,
  ip_address varbinary(45) NOT NULL DEFAULT '',
  user_agent varchar(512) NOT NULL DEFAULT '',
  device_id varbinary(64) NOT NULL DEFAULT '',
  impersonator_id binary(16),
  ends_at datetime(6) AS (case when idle_seconds is null then expires_at else least(expires_at,last_used_at + interval idle_seconds second) end) STORED,
  impersonator_tenant binary(16),
  impersonator_session binary(16),
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY sessions_cookie (tenant_id, cookie_hash),
  KEY sessions_end (ended_at, ends_at),
  KEY sessions_expiry (expires_at),
  KEY sessions_user (tenant_id, user_id, ended_at),
  FOREIGN KEY sessions_user_fk (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE signing_keys (
  kid varbinary(43) NOT NULL,
  algorithm varchar(10) NOT NULL,
  state varchar(10) NOT NULL,
  public_jwk text NOT NULL,
  private_der varbinary(4000) NOT NULL,
  created_at datetime(6) NOT NULL,
  activated_at datetime(6),
  retired_at datetime(6),
  PRIMARY KEY (kid)
);

CREATE TABLE sql_doors (
  tenant_id binary(16) NOT NULL,
  schema_name varbinary(64) NOT NULL,
  account varbinary(32) NOT NULL,
  account_host varbinary(255) NOT NULL,
  tls tinyint NOT NULL,
  made tinyint NOT NULL,
  checksum binary(32),
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id)
);

CREATE TABLE tenants (
  id binary(16) NOT NULL,
  kind varchar(10) NOT NULL DEFAULT 'tenant',
  slug varbinary(63) NOT NULL,
  name varchar(200) NOT NULL,
  status varchar(10) NOT NULL DEFAULT 'active',
  plan_type varchar(20) NOT NULL DEFAULT 'basic',
  reseller_id binary(16),
  custom_domain varbinary(253),
  tokens_not_before datetime(6) NOT NULL,
  created_at datetime(6) NOT NULL,
  updated_at datetime(6) NOT NULL,
  deleted_at datetime(6),
  roles_changed_at datetime(6),
  overrides varchar(1000) NOT NULL DEFAULT '',
  features_off varchar(1000) NOT NULL DEFAULT '',
  suspended_at datetime(6),
  canceled_at datetime(6),
  wanted_domain varbinary(253),
  domain_token varbinary(64),
  held_at datetime(6),
  PRIMARY KEY (id),
  UNIQUE KEY tenants_domain (custom_domain),
  UNIQUE KEY tenants_slug (slug),
  KEY tenants_canceled (canceled_at),
  KEY tenants_kind (kind, id),
  KEY tenants_living (kind, deleted_at, slug),
  KEY tenants_reseller (reseller_id, deleted_at, slug),
  KEY tenants_reseller_status (reseller_id, status, deleted_at, slug),
  KEY tenants_status (kind, status, deleted_at, slug)
);

CREATE TABLE tenant_days (
  tenant_id binary(16) NOT NULL,
  day datetime(6) NOT NULL,
  sign_ins bigint NOT NULL,
  mfa_sign_ins bigint NOT NULL,
  active_users bigint NOT NULL,
  failures bigint NOT NULL,
  new_users bigint NOT NULL,
  counted_until datetime(6),
  PRIMARY KEY (tenant_id, day),
  KEY tenant_days_age (day)
);

CREATE TABLE tenant_settings (
  tenant_id binary(16) NOT NULL,
  name varbinary(100) NOT NULL,
  value text NOT NULL,
  updated_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE tenant_usage (
  tenant_id binary(16) NOT NULL,
  name varbinary(32) NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE users (
  tenant_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  email_key varbinary(254) NOT NULL,
  email varchar(254) NOT NULL,
  email_verified_at datetime(6),
  email_source varchar(10) NOT NULL DEFAULT 'self',
  first_name varchar(100) NOT NULL DEFAULT '',
  last_name varchar(100) NOT NULL DEFAULT '',
  avatar_url varchar(500) NOT NULL DEFAULT '',
  timezone varchar(64) NOT NULL DEFAULT '',
  locale varchar(35) NOT NULL DEFAULT '',
  role varbinary(64) NOT NULL,
  status varchar(10) NOT NULL DEFAULT 'active',
  password_hash varbinary(512),
  password_set_at datetime(6),
  password_work int NOT NULL DEFAULT 0,
  mfa_enabled tinyint NOT NULL DEFAULT 0,
  tokens_not_before datetime(6) NOT NULL,
  last_login_at datetime(6),
  login_count bigint NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL,
  updated_at datetime(6) NOT NULL,
  deleted_at datetime(6),
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY users_email (tenant_id, email_key),
  KEY users_role (tenant_id, role, id),
  KEY users_status (tenant_id, status, id),
  KEY users_work (tenant_id, password_work)
);

CREATE TABLE user_words (
  tenant_id binary(16) NOT NULL,
  word varbinary(64) NOT NULL,
  user_id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, word, user_id),
  KEY user_words_user (tenant_id, user_id),
  FOREIGN KEY user_words_fk (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
