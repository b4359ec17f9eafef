-- What was applied, made before everything else. Numbered files keep their checksum for ever; a file without
-- a number (views, grants) is applied again when its own differs. A file that was interrupted goes on after
-- its last statement.
CREATE TABLE IF NOT EXISTS schema_version (
  name       VARBINARY(100) NOT NULL PRIMARY KEY,                 -- "0001_tables", "views", …
  version    INT            NOT NULL,                             -- 1, …; 0 for files without a number
  min_worker INT            NOT NULL,                             -- a worker that knows less refuses this schema
  checksum   BINARY(32)     NOT NULL,                             -- SHA-256 of the text
  statements INT            NOT NULL DEFAULT 0,                   -- how many of it are done
  applied_at DATETIME(6)    NULL                                  -- NULL: under way
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
