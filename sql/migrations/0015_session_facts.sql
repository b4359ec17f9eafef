-- min_worker: 1
-- Of which sessions the connection sees the facts, whatever their tenants: [["tenant","session"], …] in hexadecimal
-- digits (the view v_session_facts). Declared as current_tenant() is.

CREATE FUNCTION current_sessions() RETURNS VARCHAR(4000) CHARACTER SET utf8mb4
  DETERMINISTIC NO SQL SQL SECURITY INVOKER
  RETURN @doorward_sessions;
