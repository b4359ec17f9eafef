-- min_worker: 1
-- Tenants that want the domain that they asked for looked at.

CREATE TABLE domain_checks (
  tenant_id  BINARY(16)     NOT NULL,
  domain     VARBINARY(253) NOT NULL,                            -- the one that waited when it was asked
  asked_at   DATETIME(6)    NOT NULL,
  due_at     DATETIME(6)    NULL,                                -- NULL: nobody looks any more
  tries      INT            NOT NULL DEFAULT 0,
  checked_at DATETIME(6)    NULL,
  why        VARBINARY(16)  NOT NULL DEFAULT '',                 -- what the last look found, in a word
  PRIMARY KEY (tenant_id),
  KEY domain_checks_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
