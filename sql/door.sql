-- A tenant's SQL door: what an application of that tenant may join its own tables with. Applied by `doorwardctl tenant
-- sql-grant`, and by `migrate` whenever this text changes. The columns are a promise (docs/sql-door.md).
-- {door} is the door's schema, {house} doorward's, {account} who enters; {tenant} the tenant's id as a literal, so that
-- no variable of a session can change it. {open}: a tenant that is not active shows nothing. {uuid X} is the text of an
-- id, {text X} text that compares with a column of whatever collation. {built_in_roles} are rows of roles.def.

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW {door}.users AS
  SELECT {uuid id} AS id, id AS id_binary, email, email_key, email_verified_at IS NOT NULL AS email_verified,
         first_name, last_name, avatar_url, timezone, locale, {text role} AS role, status, last_login_at, created_at,
         updated_at
  FROM {house}.users WHERE tenant_id = {tenant} AND deleted_at IS NULL AND {open};

CREATE OR REPLACE SQL SECURITY DEFINER VIEW {door}.roles AS
  SELECT {text name} AS name, {text permissions} AS permissions, 0 AS built_in
  FROM {house}.roles WHERE tenant_id = {tenant} AND {open} {built_in_roles};

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW {door}.user_roles AS
  SELECT {uuid id} AS user_id, id AS user_id_binary, {text role} AS role
  FROM {house}.users WHERE tenant_id = {tenant} AND deleted_at IS NULL AND {open};

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW {door}.sessions AS
  SELECT {uuid id} AS id, id AS id_binary, {uuid user_id} AS user_id, user_id AS user_id_binary, transport, created_at,
         last_used_at, ends_at, ended_at, end_reason, {text ip_address} AS ip_address, user_agent
  FROM {house}.sessions WHERE tenant_id = {tenant} AND {open};

GRANT SELECT ON {door}.users TO {account};
GRANT SELECT ON {door}.roles TO {account};
GRANT SELECT ON {door}.user_roles TO {account};
GRANT SELECT ON {door}.sessions TO {account};
