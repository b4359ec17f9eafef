-- min_worker: 1
-- What the upkeep looks for stands first in an index: when something ends, whatever tenant it belongs to. The tenants'
-- own order served nobody, so four indexes change and none of the busy tables gets more than one new.

-- Absolute and idle end in one column, made by the server from those that the worker writes.
ALTER TABLE sessions
  ADD COLUMN ends_at DATETIME(6) GENERATED ALWAYS AS
    (CASE WHEN idle_seconds IS NULL THEN expires_at
          ELSE LEAST(expires_at, last_used_at + INTERVAL idle_seconds SECOND) END) STORED;
ALTER TABLE sessions ADD KEY sessions_end (ended_at, ends_at);
ALTER TABLE sessions DROP KEY sessions_expiry, ADD KEY sessions_expiry (expires_at);
ALTER TABLE refresh_tokens ADD KEY refresh_expiry (expires_at);
ALTER TABLE revoked_tokens ADD KEY revoked_expiry (expires_at);
ALTER TABLE secret_checks DROP KEY secret_checks_age, ADD KEY secret_checks_age (last_try_at);
ALTER TABLE idempotency_keys DROP KEY idempotency_age, ADD KEY idempotency_age (created_at);
ALTER TABLE rate_counters ADD KEY rate_counters_age (window_at);
ALTER TABLE outbox DROP KEY outbox_due, ADD KEY outbox_due (done_at, due_at);

-- How far each tenant's events are sealed: the row that decides between two hosts, and what tells that the end of a
-- chain was cut off.
CREATE TABLE event_heads (
  tenant_id BINARY(16)     NOT NULL PRIMARY KEY,
  sequence  BIGINT         NOT NULL,                             -- of the last sealed event
  chain     BINARY(32)     NOT NULL,                             -- its chain
  proof     VARBINARY(200) NOT NULL,                             -- both, sealed with the master key
  sealed_at DATETIME(6)    NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
