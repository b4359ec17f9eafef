-- min_worker: 1
-- Acting for somebody else, resellers' quotas, and events found by whom and what they are about.

-- The impersonator's own session: theirs ends when that ends.
ALTER TABLE sessions
  ADD COLUMN impersonator_tenant  BINARY(16) NULL,
  ADD COLUMN impersonator_session BINARY(16) NULL;

-- What a reseller may have. No row: nothing. Not a tenant's table: it is the platform's word about a reseller.
CREATE TABLE reseller_quotas (
  tenant_id   BINARY(16)   NOT NULL PRIMARY KEY,                 -- the reseller's row of tenants
  max_tenants INT          NOT NULL,
  max_users   INT          NOT NULL,                             -- of all its tenants together
  plans       VARCHAR(200) NOT NULL,                             -- that it may give: words joined by blanks
  updated_at  DATETIME(6)  NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Tenants that were suspended with their reseller, so that activation gives back exactly those.
CREATE TABLE reseller_suspensions (
  tenant_id    BINARY(16)  NOT NULL PRIMARY KEY,                 -- the tenant
  reseller_id  BINARY(16)  NOT NULL,
  suspended_at DATETIME(6) NOT NULL,
  KEY reseller_suspensions_reseller (reseller_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Pages of events go by the sealed sequence, whatever they are filtered by.
ALTER TABLE events
  DROP KEY events_subject,
  DROP KEY events_type,
  ADD KEY events_type (tenant_id, type, sequence),
  ADD KEY events_subject (tenant_id, subject_id, sequence),
  ADD KEY events_actor (tenant_id, actor_id, sequence),
  ADD KEY events_correlation (tenant_id, correlation_id, sequence),
  ADD KEY events_id (id);                                        -- over all tenants, by time
