#!/bin/bash
# The schema and the statements keep to what MariaDB 10.11+ and MySQL 8.0 to 9.x both understand. MySQL is not in
# Debian 12, so words that only one of them knows are looked for here.
set -u
cd "$(dirname "$0")/../.." || exit 1
mapfile -t files < <(find sql src/store src/service -name '*.sql' -o -name '*.cc' -path 'src/store/*' -o -name 'install*.cc' |
  grep -v sql/schema.sql | sort)
[ "${#files[@]}" -gt 20 ] || { echo "only ${#files[@]} files were found"; exit 1; }
bad=0
forbid() { # forbid WHY PATTERN
  local found
  found=$(grep -nEi "$2" "${files[@]}" | grep -vE ':[0-9]+: *(--|//)')
  [ -z "$found" ] || { echo "$1:"; echo "$found"; bad=1; }
}
forbid "MySQL has no RETURNING" '\bRETURNING\b'
forbid "MySQL has no IF [NOT] EXISTS for columns and keys" '\b(ADD|DROP|MODIFY|CHANGE) +(COLUMN|KEY|INDEX|CONSTRAINT|FOREIGN KEY) +IF\b|\bCREATE +(UNIQUE +)?INDEX +IF\b'
forbid "MySQL replaces views only" '\bCREATE +OR +REPLACE +(TABLE|FUNCTION|PROCEDURE|TRIGGER|USER|DATABASE|ROLE)\b'
forbid "MySQL 9.7 has neither MD5() nor SHA1()" '\b(MD5|SHA1|SHA) *\('
forbid "MariaDB 10.11 has none of these functions" '\b(UUID_TO_BIN|BIN_TO_UUID|ANY_VALUE|IS_UUID|REGEXP_LIKE|JSON_TABLE_PATH) *\('
forbid "MariaDB has no row alias in ON DUPLICATE KEY" '\) +AS +new\b|\bVALUES +ROW *\('
forbid "JSON is not the same type on both" '\bJSON +(NOT +)?NULL\b|->>|\bMEMBER +OF\b'
forbid "types of MariaDB alone" '\b(INET4|INET6|UUID|VECTOR) +(NOT +)?NULL\b|\bSYSTEM VERSIONING\b|\bCREATE +SEQUENCE\b'
forbid "collations of one server alone" 'utf8mb4_0900|uca1400|utf8mb4_unicode_520_nopad'
forbid "LATERAL is MySQL's alone" '\bLATERAL\b'
forbid "EXECUTE IMMEDIATE is MariaDB's alone" '\bEXECUTE +IMMEDIATE\b'
forbid "system variables that one of them does not have" '@@(session\.|global\.)?(tx_isolation|transaction_isolation|server_uuid|wsrep_[a-z_]+)'
forbid "reserved in MySQL 8 or MariaDB: not a column's name" \
  '^ +(rank|groups|system|of|window|lead|lag|over|empty|except|function|row_number|recursive|array|manual|parallel|qualify|tablesample|library|offset|rownum|period|intersect) +[A-Z]'
exit $bad
