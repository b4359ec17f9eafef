-- min_worker: 1
-- Quotas that bind in part, tenants that the platform holds, and figures of the days of many tenants together.

ALTER TABLE reseller_quotas
  MODIFY max_tenants INT NULL,                                   -- NULL: as many as it likes
  MODIFY max_users   INT NULL,
  ADD COLUMN turns BIGINT NOT NULL DEFAULT 0;                    -- written by whoever decides about its tenants

-- Suspended or canceled by the platform: its reseller cannot let it go.
ALTER TABLE tenants ADD COLUMN held_at DATETIME(6) NULL;

-- One row for each day (UTC) that is over: of the platform's row over all tenants, of a reseller's over its own.
CREATE TABLE house_days (
  tenant_id    BINARY(16)  NOT NULL,                             -- the platform's row, or a reseller's
  day          DATETIME(6) NOT NULL,                             -- its beginning
  tenants      BIGINT      NOT NULL,                             -- when it was over, and their people
  users        BIGINT      NOT NULL,
  sign_ins     BIGINT      NOT NULL,
  mfa_sign_ins BIGINT      NOT NULL,
  active_users BIGINT      NOT NULL,
  failures     BIGINT      NOT NULL,
  new_users    BIGINT      NOT NULL,
  PRIMARY KEY (tenant_id, day),
  KEY house_days_age (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
