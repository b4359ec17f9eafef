"""Thousands of rows in every table of an installation, whatever its columns are; half of them are one tenant's."""
import re
import subprocess

ROWS = 4000
TENANTS = 50
# What row 0 of each table is made of, and what is asked for: an id of 16 bytes that is a time too.
MARK = "2026-01-01 00:00"


def value(name, kind, length, nullable, default):
    """SQL of a column's value in row `seq`."""
    if name == "tenant_id":
        return f"IF(seq % 2 = 0, '{MARK}', LEFT(UNHEX(SHA2(seq % {TENANTS}, 256)), 16))"
    if kind in ("binary", "varbinary", "mediumblob"):  # ids and hashes agree between tables
        made = f"LEFT(IF(seq = 0, REPEAT('{MARK}', 2), UNHEX(SHA2(seq, 256))), {length if kind == 'binary' else len(MARK)})"
    elif kind == "datetime":
        made = f"'{MARK}' + INTERVAL seq MINUTE"
    elif kind.endswith("int"):
        made = "seq % 2" if kind == "tinyint" else "seq"
    elif length <= 20:  # words of a few: status, kind
        made = f"IF(seq = 0, {default}, CONCAT('v', seq % 4))" if default else "CONCAT('v', seq % 4)"
    else:
        made = f"LEFT(CONCAT('v', seq), {length})"
    if name in ("deleted_at", "ended_at", "done_at", "dead_at"):  # most rows live
        return f"IF(seq % 16 = 1, {made}, NULL)"
    return f"IF(seq % 16 = {0 if kind == 'datetime' else 1}, NULL, {made})" if nullable else made


class Crowd:
    """A schema, and the client of the database's administrator."""

    def __init__(self, schema, client):
        self.schema, self.client = schema, client
        self.columns = {}  # table → [(name, kind, length, nullable, default)], without what the server makes
        for table, name, kind, length, nullable, default in self.ask(
                "SELECT c.table_name, c.column_name, c.data_type, COALESCE(c.character_maximum_length, 0), c.is_nullable = 'YES', "
                "IF(c.column_default LIKE '\\'%', c.column_default, '') FROM information_schema.columns c "
                f"JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = '{schema}' "
                "AND t.table_type = 'BASE TABLE' AND c.extra NOT LIKE '%GENERATED%' ORDER BY c.table_name, c.ordinal_position"):
            self.columns.setdefault(table, []).append((name, kind, int(length), nullable == "1", default))

    def run(self, statements):
        return subprocess.run([*self.client, "--batch", "--skip-column-names", self.schema], input=statements, text=True,
                              capture_output=True, check=False)

    def ask(self, statements):
        """Rows, cut at tabs."""
        done = self.run(statements)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def fill(self, small):
        """Every table but those of `small`. Of rows that would share a key the first one stays."""
        self.ask("SET sql_mode = '', foreign_key_checks = 0, check_constraint_checks = 0;" + "".join(
            f"INSERT IGNORE INTO {table} ({', '.join(column[0] for column in columns)}) SELECT "
            f"{', '.join(value(*column) for column in columns)} FROM seq_0_to_{ROWS - 1}; ANALYZE TABLE {table};"
            for table, columns in self.columns.items() if table not in small))

    def literal(self, column, statement, behind=False):
        """What row 0 has in a column of that name, in a table that the statement names (of texts: what no row has); or something
        behind it, with few rows in between where they have an order."""
        for table, columns in self.columns.items():
            if not re.search(rf"\b(?:[tv]_)?{table}?\b", statement):
                continue
            for name, kind, length, *_ in columns:
                if name != column:
                    continue
                if kind.endswith("int"):
                    return "100" if behind else "0"
                if kind == "datetime":
                    return f"'{MARK}'" + (" + INTERVAL 1 HOUR" if behind else "")
                made = "of nobody" if kind == "varchar" else (MARK * 2)[:length if kind == "binary" else len(MARK)]
                return f"'{made.replace('2', 'z') if behind else made}'"
        return f"'{MARK}'"
