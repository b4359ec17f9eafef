-- min_worker: 1
-- In place of the functions where the server refuses CREATE FUNCTION (error 1419 with its binary log on, or no
-- right to it): each connection has one row that names its tenant. ENGINE=InnoDB: behind the table
-- lock of another engine whoever waits for a row would hold up everybody's change of tenant. A connection's
-- number means nothing on another node or after a restart: this way is for one server, and a worker takes
-- away what stands under its number before it sets its own. The questions of 0002 are views here, which the
-- worker's account can also list.

CREATE TABLE connection_tenant (
  connection_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  tenant_id     BINARY(16)      NOT NULL
) ENGINE=InnoDB;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_connection_tenant AS
  SELECT connection_id, tenant_id FROM connection_tenant WHERE connection_id = CONNECTION_ID() WITH CHECK OPTION;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_tenant_names AS
  SELECT slug, custom_domain, id FROM tenants WHERE kind = 'tenant' AND deleted_at IS NULL;

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW v_platform_people AS
  SELECT u.email_key, t.id FROM tenants t JOIN users u ON u.tenant_id = t.id
  WHERE t.kind IN ('platform', 'reseller') AND t.deleted_at IS NULL AND u.deleted_at IS NULL;
