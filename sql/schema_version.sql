-- What was applied, made before everything else. Numbered files keep their checksum for ever; a file without
-- a number (views, grants) is applied again when its own differs.
CREATE TABLE IF NOT EXISTS schema_version (
  name       VARBINARY(100) NOT NULL PRIMARY KEY,                 -- "0001_tables", "views", …
  version    INT            NOT NULL,                             -- 1, …; 0 for files without a number
  min_worker INT            NOT NULL,                             -- a worker that knows less refuses this schema
  checksum   BINARY(32)     NOT NULL,                             -- SHA-256 of the file
  applied_at DATETIME(6)    NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
