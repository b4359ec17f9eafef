-- min_worker: 1
-- Invitations, and identities of one person in several tenants.

-- At most one is open for an address. Its link and code stand in one_time; only the latest one opens it.
CREATE TABLE invites (
  tenant_id    BINARY(16)     NOT NULL,
  id           BINARY(16)     NOT NULL,
  email_key    VARBINARY(254) NOT NULL,                           -- canonical
  email        VARCHAR(254)   NOT NULL,                           -- as written
  role         VARBINARY(64)  NOT NULL,
  invited_by   BINARY(16)     NULL,                               -- NULL: an operator
  invited_here TINYINT        NOT NULL,                           -- somebody of this tenant: their rank still counts later
  link_id      BINARY(16)     NOT NULL,
  created_at   DATETIME(6)    NOT NULL,
  sent_at      DATETIME(6)    NOT NULL,
  expires_at   DATETIME(6)    NOT NULL,
  closed_at    DATETIME(6)    NULL,
  closed_as    VARCHAR(10)    NULL,                               -- accepted | withdrawn | expired
  user_id      BINARY(16)     NULL,                               -- who accepted
  open_for     VARBINARY(254) GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN email_key ELSE NULL END) STORED,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY invites_open (tenant_id, open_for),
  KEY invites_expiry (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One half of a link: what this tenant's account says. It counts only while the other tenant's account says the same of
-- this one, so that one half alone, however it came about, opens nothing.
CREATE TABLE linked_identities (
  tenant_id    BINARY(16)  NOT NULL,
  user_id      BINARY(16)  NOT NULL,
  other_tenant BINARY(16)  NOT NULL,
  other_user   BINARY(16)  NOT NULL,
  main         TINYINT     NOT NULL DEFAULT 0,                    -- the person's main tenant is the other one
  linked_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, other_tenant),
  CONSTRAINT linked_identities_user FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
