-- min_worker: 1
-- Messages that give up, and links that work once.

-- A message that was not taken until `gives_up_at` is dead: nobody tries it again, an operator sees it.
ALTER TABLE outbox
  ADD COLUMN about       VARBINARY(32) NOT NULL DEFAULT '',      -- which message: reset, verify, …
  ADD COLUMN gives_up_at DATETIME(6)   NULL,
  ADD COLUMN dead_at     DATETIME(6)   NULL;
ALTER TABLE outbox DROP KEY outbox_due, ADD KEY outbox_due (done_at, dead_at, due_at), ADD KEY outbox_dead (dead_at);

-- What a link of a mail, or the code beside it, opens once. Rows are written for addresses that nobody has, too.
CREATE TABLE one_time (
  tenant_id  BINARY(16)      NOT NULL,
  id         BINARY(16)      NOT NULL,
  kind       BINARY(1)       NOT NULL,                            -- of the credential: p, e, i
  name_mac   BINARY(16)      NOT NULL,                            -- HMAC of the address that it was sent to
  token_hash BINARY(32)      NOT NULL,                            -- SHA-256 of the whole token
  code_mac   BINARY(32)      NOT NULL,                            -- HMAC of the code
  subject_id BINARY(16)      NULL,                                -- the account; NULL: there is none (yet)
  data       VARBINARY(4000) NOT NULL,                            -- sealed JSON
  created_at DATETIME(6)     NOT NULL,
  expires_at DATETIME(6)     NOT NULL,
  used_at    DATETIME(6)     NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY one_time_token (tenant_id, token_hash),
  KEY one_time_name (tenant_id, name_mac, kind, created_at),
  KEY one_time_subject (tenant_id, subject_id),
  KEY one_time_expiry (expires_at),
  CONSTRAINT one_time_user FOREIGN KEY (tenant_id, subject_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
