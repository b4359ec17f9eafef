-- min_worker: 1
-- Which tenants have an SQL door (sql/door.sql). The owner's account alone reads and writes it.

CREATE TABLE sql_doors (
  tenant_id    BINARY(16)     NOT NULL PRIMARY KEY,
  schema_name  VARBINARY(64)  NOT NULL,
  account      VARBINARY(32)  NOT NULL,
  account_host VARBINARY(255) NOT NULL,
  tls          TINYINT        NOT NULL,
  made         TINYINT        NOT NULL,                          -- 0 nothing, 1 the schema, 2 and the account, 3 all
  checksum     BINARY(32)     NULL,                              -- of the text that made the views
  created_at   DATETIME(6)    NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
