-- min_worker: 1
-- What a tenant has beside its plan, how it ends, the domain it asks for, how much it uses, what it did each day.

ALTER TABLE tenants
  ADD COLUMN overrides     VARCHAR(1000)  NOT NULL DEFAULT '',   -- of the plan's terms: max_users=50 +mfa -webhooks
  ADD COLUMN features_off  VARCHAR(1000)  NOT NULL DEFAULT '',   -- what the tenant itself does not want
  ADD COLUMN suspended_at  DATETIME(6)    NULL,
  ADD COLUMN canceled_at   DATETIME(6)    NULL,                  -- NULL again when nothing is left of it
  ADD COLUMN wanted_domain VARBINARY(253) NULL,                  -- custom_domain is the one that was verified
  ADD COLUMN domain_token  VARBINARY(64)  NULL,
  ADD KEY tenants_canceled (canceled_at);
-- A reseller's tenants in order of slug.
ALTER TABLE tenants DROP KEY tenants_reseller, ADD KEY tenants_reseller (reseller_id, slug);

-- What limits are held against. The row is the lock: who takes a place changes it in the same transaction.
CREATE TABLE tenant_usage (
  tenant_id BINARY(16)    NOT NULL,
  name      VARBINARY(32) NOT NULL,                              -- the limit's: max_users
  used      BIGINT        NOT NULL,
  PRIMARY KEY (tenant_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO tenant_usage (tenant_id, name, used)
  SELECT tenant_id, 'max_users', COUNT(*) FROM users WHERE deleted_at IS NULL GROUP BY tenant_id;

-- One row for each day (UTC) on which something happened; today's is not there yet.
CREATE TABLE tenant_days (
  tenant_id    BINARY(16)  NOT NULL,
  day          DATETIME(6) NOT NULL,                             -- its beginning
  sign_ins     BIGINT      NOT NULL,
  mfa_sign_ins BIGINT      NOT NULL,                              -- of these, with several factors
  active_users BIGINT      NOT NULL,
  failures     BIGINT      NOT NULL,
  new_users    BIGINT      NOT NULL,
  PRIMARY KEY (tenant_id, day),
  KEY tenant_days_age (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
