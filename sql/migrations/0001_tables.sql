-- min_worker: 1
-- The tables. Common subset of MariaDB 10.11+ and MySQL 8.0-9.x. Ids are UUIDv7 in BINARY(16), times
-- DATETIME(6) UTC. What decides identity is VARBINARY holding one canonical form made in C++; the other
-- texts are utf8mb4_bin, the one collation that both servers read in the same way.
-- Every primary, unique and foreign key of a tenant table begins with tenant_id. There is no foreign key to
-- tenants: every insert would lock that tenant's one row, and certify against it on a cluster.

CREATE TABLE tenants (
  id                BINARY(16)      NOT NULL PRIMARY KEY,
  kind              VARCHAR(10)     NOT NULL DEFAULT 'tenant',   -- platform | reseller | tenant
  slug              VARBINARY(63)   NOT NULL,
  name              VARCHAR(200)    NOT NULL,
  status            VARCHAR(10)     NOT NULL DEFAULT 'active',   -- active | suspended | canceled
  plan_type         VARCHAR(20)     NOT NULL DEFAULT 'basic',
  reseller_id       BINARY(16)      NULL,
  custom_domain     VARBINARY(253)  NULL,
  tokens_not_before DATETIME(6)     NOT NULL,
  created_at        DATETIME(6)     NOT NULL,
  updated_at        DATETIME(6)     NOT NULL,
  deleted_at        DATETIME(6)     NULL,
  UNIQUE KEY tenants_slug (slug),
  UNIQUE KEY tenants_domain (custom_domain),
  KEY tenants_kind (kind, id),
  KEY tenants_reseller (reseller_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tenant_settings (
  tenant_id  BINARY(16)     NOT NULL,
  name       VARBINARY(100) NOT NULL,                            -- "section.key" of config.def, scope tenant
  value      TEXT           NOT NULL,
  updated_at DATETIME(6)    NOT NULL,
  PRIMARY KEY (tenant_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE roles (
  tenant_id   BINARY(16)    NOT NULL,
  name        VARBINARY(64) NOT NULL,
  permissions TEXT          NOT NULL,                            -- words joined by blanks
  created_at  DATETIME(6)   NOT NULL,
  PRIMARY KEY (tenant_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE users (
  tenant_id         BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  email_key         VARBINARY(254) NOT NULL,                     -- canonical: decides identity
  email             VARCHAR(254)   NOT NULL,                     -- as written
  email_verified_at DATETIME(6)    NULL,
  email_source      VARCHAR(10)    NOT NULL DEFAULT 'self',      -- self | admin | import
  first_name        VARCHAR(100)   NOT NULL DEFAULT '',
  last_name         VARCHAR(100)   NOT NULL DEFAULT '',
  avatar_url        VARCHAR(500)   NOT NULL DEFAULT '',
  timezone          VARCHAR(64)    NOT NULL DEFAULT '',
  locale            VARCHAR(35)    NOT NULL DEFAULT '',
  role              VARBINARY(64)  NOT NULL,
  status            VARCHAR(10)    NOT NULL DEFAULT 'active',
  password_hash     VARBINARY(512) NULL,                         -- PHC or crypt string
  password_set_at   DATETIME(6)    NULL,
  password_work     INT            NOT NULL DEFAULT 0,           -- KiB times passes of its hash
  mfa_enabled       TINYINT        NOT NULL DEFAULT 0,
  tokens_not_before DATETIME(6)    NOT NULL,
  last_login_at     DATETIME(6)    NULL,
  login_count       BIGINT         NOT NULL DEFAULT 0,
  created_at        DATETIME(6)    NOT NULL,
  updated_at        DATETIME(6)    NOT NULL,
  deleted_at        DATETIME(6)    NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY users_email (tenant_id, email_key),
  KEY users_work (tenant_id, password_work)                     -- the dearest hash of a tenant: one index row
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE password_history (
  tenant_id     BINARY(16)     NOT NULL,
  user_id       BINARY(16)     NOT NULL,
  created_at    DATETIME(6)    NOT NULL,
  password_hash VARBINARY(512) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, created_at),
  CONSTRAINT password_history_user FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE sessions (
  tenant_id       BINARY(16)    NOT NULL,
  id              BINARY(16)    NOT NULL,
  user_id         BINARY(16)    NOT NULL,
  transport       VARCHAR(8)    NOT NULL,                        -- token | cookie | session
  cookie_hash     BINARY(32)    NULL,                            -- SHA-256 of the opaque cookie
  created_at      DATETIME(6)   NOT NULL,
  last_used_at    DATETIME(6)   NOT NULL,
  expires_at      DATETIME(6)   NOT NULL,                        -- absolute
  idle_seconds    INT           NULL,                            -- session transport only
  ended_at        DATETIME(6)   NULL,
  end_reason      VARCHAR(30)   NULL,
  auth_time       DATETIME(6)   NOT NULL,
  amr             VARCHAR(100)  NOT NULL,
  ip_address      VARBINARY(45) NOT NULL DEFAULT '',
  user_agent      VARCHAR(512)  NOT NULL DEFAULT '',
  device_id       VARBINARY(64) NOT NULL DEFAULT '',
  impersonator_id BINARY(16)    NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY sessions_cookie (tenant_id, cookie_hash),
  KEY sessions_user (tenant_id, user_id, ended_at),
  KEY sessions_expiry (tenant_id, expires_at),
  CONSTRAINT sessions_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE refresh_tokens (
  tenant_id  BINARY(16)     NOT NULL,
  hash       BINARY(32)     NOT NULL,                            -- SHA-256 of the whole token
  session_id BINARY(16)     NOT NULL,
  parent     BINARY(32)     NULL,
  created_at DATETIME(6)    NOT NULL,
  expires_at DATETIME(6)    NOT NULL,
  used_at    DATETIME(6)    NULL,
  successor  VARBINARY(200) NULL,                                -- sealed under a key that only the presented token gives
  PRIMARY KEY (tenant_id, hash),
  UNIQUE KEY refresh_parent (tenant_id, parent),
  KEY refresh_session (tenant_id, session_id),
  CONSTRAINT refresh_session_fk FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE revoked_tokens (
  tenant_id  BINARY(16)    NOT NULL,
  session_id BINARY(16)    NOT NULL,
  jti        VARBINARY(43) NOT NULL,
  expires_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (tenant_id, session_id, jti),
  CONSTRAINT revoked_session_fk FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Secret checks are reserved here before they are made; rows exist for unknown names too.
CREATE TABLE secret_checks (
  tenant_id    BINARY(16)  NOT NULL,
  name_mac     BINARY(32)  NOT NULL,                             -- HMAC of the canonical name, then of the device
  reserved     INT         NOT NULL DEFAULT 0,                   -- checks begun since the name was last untouched
  failures     INT         NOT NULL DEFAULT 0,                   -- of these, known to have failed
  last_try_at  DATETIME(6) NOT NULL,                             -- of the last one that was begun
  next_try_at  DATETIME(6) NULL,                                 -- the growing delay
  locked_until DATETIME(6) NULL,
  PRIMARY KEY (tenant_id, name_mac),
  KEY secret_checks_age (tenant_id, last_try_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Sliding windows where memcached is not configured or does not answer.
CREATE TABLE rate_counters (
  tenant_id BINARY(16)     NOT NULL,
  name      VARBINARY(200) NOT NULL,
  window_at DATETIME(6)    NOT NULL,
  hits      INT            NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, name, window_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE idempotency_keys (
  tenant_id    BINARY(16)    NOT NULL,
  caller       BINARY(32)    NOT NULL,                           -- SHA-256 of caller and route
  name         VARBINARY(64) NOT NULL,                           -- the client's key
  body_hash    BINARY(32)    NOT NULL,
  status       SMALLINT      NULL,                               -- NULL: under way
  answer       MEDIUMBLOB    NULL,                               -- sealed
  created_at   DATETIME(6)   NOT NULL,
  PRIMARY KEY (tenant_id, caller, name),
  KEY idempotency_age (tenant_id, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE events (
  tenant_id       BINARY(16)    NOT NULL,
  id              BINARY(16)    NOT NULL,
  sequence        BIGINT        NULL,                            -- given when sealed
  chain           BINARY(32)    NULL,
  type            VARBINARY(64) NOT NULL,
  version         SMALLINT      NOT NULL DEFAULT 1,
  actor_type      VARCHAR(10)   NOT NULL,                        -- user | api_key | system | operator
  actor_id        BINARY(16)    NULL,
  subject_id      BINARY(16)    NULL,
  impersonator_id BINARY(16)    NULL,
  session_id      BINARY(16)    NULL,
  correlation_id  VARBINARY(64) NOT NULL DEFAULT '',
  data            TEXT          NOT NULL,                        -- JSON without personal values
  details_hash    BINARY(32)    NULL,                            -- salted commitment to event_details
  occurred_at     DATETIME(6)   NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY events_sequence (tenant_id, sequence),
  KEY events_subject (tenant_id, subject_id, id),
  KEY events_type (tenant_id, type, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Personal values of an event; erasing a person deletes rows here and breaks nothing there.
CREATE TABLE event_details (
  tenant_id  BINARY(16)    NOT NULL,
  event_id   BINARY(16)    NOT NULL,
  salt       BINARY(16)    NOT NULL,
  ip_address VARBINARY(45) NOT NULL DEFAULT '',
  user_agent VARCHAR(512)  NOT NULL DEFAULT '',
  personal   TEXT          NOT NULL,                             -- JSON
  PRIMARY KEY (tenant_id, event_id),
  CONSTRAINT event_details_fk FOREIGN KEY (tenant_id, event_id) REFERENCES events (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE outbox (
  tenant_id  BINARY(16)   NOT NULL,
  id         BINARY(16)   NOT NULL,
  kind       VARCHAR(10)  NOT NULL,                              -- mail | webhook
  payload    MEDIUMBLOB   NOT NULL,                              -- sealed JSON
  due_at     DATETIME(6)  NOT NULL,
  tries      INT          NOT NULL DEFAULT 0,
  done_at    DATETIME(6)  NULL,
  last_error VARCHAR(500) NOT NULL DEFAULT '',
  created_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (tenant_id, id),
  KEY outbox_due (tenant_id, done_at, due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Of the installation, not of a tenant.
CREATE TABLE signing_keys (
  kid          VARBINARY(43)   NOT NULL PRIMARY KEY,             -- RFC 7638 thumbprint
  algorithm    VARCHAR(10)     NOT NULL,
  state        VARCHAR(10)     NOT NULL,                         -- next | active | retired
  public_jwk   TEXT            NOT NULL,
  private_der  VARBINARY(4000) NOT NULL,                         -- sealed with the master key
  created_at   DATETIME(6)     NOT NULL,
  activated_at DATETIME(6)     NULL,
  retired_at   DATETIME(6)     NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE installation (
  name  VARBINARY(64)   NOT NULL PRIMARY KEY,                    -- master_key_check:<id>, memcached_ring, …
  value VARBINARY(1000) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The platform is a tenant row, never listed and never resolved from a request: its slug cannot be typed.
INSERT INTO tenants (id, kind, slug, name, tokens_not_before, created_at, updated_at)
VALUES (UNHEX('00000000000000000000000000000000'), 'platform', '', 'Platform',
        '1970-01-01 00:00:00', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
