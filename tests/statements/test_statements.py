"""No statement reads a table whole, nor all that a tenant has in one: EXPLAIN of every one that stands in the programs, with
thousands of rows in each table. A new statement is seen because it stands there."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from crowd import MARK, Crowd
from written import ROOT, of_programs, put_together, views_without_functions
from own_installation import STACK, Installation

# Tables that are small in every installation.
SMALL = {"installation": "a dozen facts", "schema_version": "a row for each migration", "signing_keys": "a handful, the dead removed",
         "sql_doors": "made one by one by an operator"}
# What may read many rows, and why.
ALLOWED = {
    "FROM v_platform_settings UNION ALL SELECT 1, name, value FROM t_tenant_settings": "a tenant has few settings: rows of config.def",
    "SELECT name, used FROM t_tenant_usage": "a row for each limit",
    "INSERT INTO tenant_usage (tenant_id, name, used) SELECT ?, 'max_users', COUNT(*)": "an import counts what it brought in, once",
    "FROM t_roles ORDER BY name": "a tenant has 200 at most (service/roles)",
    "FROM tenants t LEFT JOIN tenant_days d": "the upkeep sums a day up, once",
    "SELECT COUNT(*) FROM outbox WHERE dead_at": "an operator counts dead letters, in their index",
    "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL": "the upkeep counts the living: all their entries of one index",
    "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL": "the upkeep counts what waits: all its entries of one index",
    "dead_at = NULL WHERE id = ?": "an operator names one message, whose tenant is not known",
    "FROM outbox WHERE done_at IS NULL AND dead_at IS NULL AND kind = 'mail' ORDER BY due_at": "nothing waits but mail, so LIMIT is reached",
    "dead_at = NULL WHERE dead_at > '1970-01-01'": "an operator has all dead letters sent again",
}
# Where something is put together at run time: the end of what stands in the program, and what follows there.
FILTERS = ("", "e.type = ? AND ", "e.actor_id = ? AND ", "e.subject_id = ? AND ", "e.correlation_id = ? AND ", "e.occurred_at >= ? AND ")
FINISHED = {
    "SELECT @@sql_mode, @@time_zone,": ["@@tx_isolation"],
    "SELECT": ["{columns} FROM t_{table} WHERE {key} > ? ORDER BY {key} LIMIT ?"],  # an export
    "DELETE FROM": ["{table} WHERE tenant_id = ? LIMIT ?"],
    "LEFT JOIN t_event_details d ON d.event_id = e.id WHERE": [
        f"{one}e.sequence >= ? AND e.sequence < ? ORDER BY e.sequence DESC LIMIT ?" for one in FILTERS],
    "UPDATE sessions SET ended_at = ends_at, end_reason = ? WHERE (": ["tenant_id = ? AND id = ?) AND ended_at IS NULL AND ends_at <= ?"],
    "UPDATE events SET sequence = CASE id": ["WHEN ? THEN 1 END, chain = '' WHERE tenant_id = ? AND id IN (?) AND sequence IS NULL"],
    " IN (": ["?)"],
}
MANY = 300  # rows


class Statements(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.remove)
        cls.crowd = Crowd(cls.installation.schema, ["mariadb", f"--defaults-file={STACK}/etc/mariadb-client.cnf"])
        cls.addClassCleanup(cls.crowd.ask, f"DROP DATABASE {cls.crowd.schema}")
        cls.crowd.fill(SMALL)
        cls.crowd.ask(views_without_functions())
        cls.moved = re.findall(r"(?m)^MOVED\((\w+), (\w*), (\w*)\)", (ROOT / "src/store/moved.def").read_text())

    def whole(self, text):
        """The statements that become of a text."""
        text = text if text.count("(") >= text.count(")") else text.removesuffix(")")
        ends = next((forms for end, forms in FINISHED.items() if text == end or (" " in end and text.endswith(end))), None)
        if not ends:
            return [text]
        return [f"{text} {end}".format(columns="*", table=table, key=key or "tenant_id")
                for end in ends for table, key, _ in (self.moved if "{" in end else self.moved[:1])]

    def filled(self, statement):
        """With values in the place of its question marks."""
        statement = statement.replace("LIMIT ?", "LIMIT 100").replace("OFFSET ?", "OFFSET 10")
        statement = re.sub(r"(\w+)( *(?:<=>|<>|<=|>=|=|<|>|BETWEEN|IN \() *)\?",
                           lambda found: found[1] + found[2] + self.crowd.literal(found[1], statement, found[2].strip() == "<"),
                           statement)
        return statement.replace("?", f"'{MARK}'")

    def reads(self, statement):
        """Table, type of access, rows and what is said besides, of each table that is read: by EXPLAIN's guess, and as they were
        when the same was read indeed."""
        filled = self.filled(statement)
        read = re.sub(r"^(?:DELETE FROM (\S+)|UPDATE (\S+) SET .*?)(?= WHERE |$)", lambda found: f"SELECT 1 FROM {found[1] or found[2]}",
                      filled)
        mark = MARK.encode().hex()
        lines = self.crowd.ask(f"SET @doorward_tenant = '{MARK}', @doorward_sessions = '[[\"{mark}\", \"{mark}\"]]'; EXPLAIN {filled};" +
                               (f"ANALYZE {read};" if read.startswith("SELECT") else ""))
        return [(self.table(line[2], statement), line[3], float(line[-2 if len(line) == 10 else 9].split()[0].replace("NULL", "0")),
                 line[-1], len(line) == 10) for line in lines
                if line[1] != "INSERT" and not line[2].startswith("<") and "Table function" not in line[-1]]

    def table(self, name, statement):
        """A table's name of its alias."""
        found = re.search(rf"\b(?:FROM|JOIN|,) +(?:[tv]_)?(\w+) +(?:AS +)?{name}\b", statement)
        one = found[1] if found and name not in self.crowd.columns else name
        return one + "s" if one + "s" in self.crowd.columns else one  # t_tenant

    def faults(self, statement):
        """A LIMIT may bound what is read in the order of an index: then what was read counts."""
        if re.fullmatch(r"DELETE FROM \w+ WHERE tenant_id = \?", statement):
            return []  # all of it goes: nothing is read that is not wanted
        bounded = " LIMIT " in statement
        own = " FROM information_schema." not in statement and " FROM mysql." not in statement
        return [f"{table}: {way}, {rows:.0f} rows{' guessed' * guess}, {besides}"
                for table, way, rows, besides, guess in self.reads(self.plain(statement))
                if " JOIN " in statement and "Impossible WHERE noticed" in besides or own and table not in SMALL and
                (way == "ALL" or rows > MANY and not (guess and bounded and "filesort" not in besides))]

    def plain(self, statement):
        """Where a row that was looked up by its key is not the one that is wanted, EXPLAIN says nothing of the tables that are
        joined with it: such a statement without its conditions of one word, which reads more."""
        if " JOIN " not in statement or not any("Impossible WHERE noticed" in one[3] for one in self.reads(statement)):
            return statement
        return re.sub(r"(?<=WHERE )[\w.]+ = '[a-z_]+' AND | AND [\w.]+ = '[a-z_]+'", "", statement)

    def test_none_reads_a_table_whole(self):
        unused, explained = set(ALLOWED), 0
        for text in of_programs("doorward", "doorwardctl"):
            if text.startswith("INSERT INTO") and " SELECT " not in text:
                continue  # reads nothing
            for statement in self.whole(text):
                with self.subTest(statement):
                    explained += 1
                    faults = self.faults(statement)
                    reason = next((one for one in ALLOWED if one in statement), None)
                    unused.discard(reason)
                    self.assertFalse(faults if not reason else [])
        self.assertGreater(explained, 150)
        self.assertFalse(unused, "allowed for nothing")

    def test_what_is_put_together_at_run_time_is_known(self):
        for text in put_together():
            if not text.startswith("INSERT INTO"):
                with self.subTest(text):
                    self.assertNotEqual(self.whole(text), [text])
                    for statement in self.whole(text):
                        self.assertFalse(self.faults(statement), statement)

    def test_functions_read_a_few_rows(self):
        found = self.crowd.ask("SELECT routine_name, COUNT(ordinal_position) FROM information_schema.routines r LEFT JOIN "
                               "information_schema.parameters p ON p.specific_schema = routine_schema AND p.specific_name = r.specific_name "
                               f"AND ordinal_position > 0 WHERE routine_schema = '{self.crowd.schema}' GROUP BY routine_name")
        self.assertGreater(len(found), 3)
        for name, arguments in found:
            for one in (f"'{MARK}'", "'of nobody'"):
                with self.subTest(name):
                    told = self.crowd.ask(f"FLUSH STATUS; SELECT HEX({name}({', '.join([one] * int(arguments))})); "
                                          "SHOW SESSION STATUS LIKE 'Handler_read%'")
                    self.assertLess(sum(int(line[1]) for line in told[1:]), 20)

    def test_a_scan_is_a_fault(self):
        for scan in ("SELECT id FROM t_users WHERE first_name = ?", "SELECT COUNT(*) FROM users", "UPDATE t_users SET locale = ''",
                     "SELECT id FROM t_users WHERE last_name = ? LIMIT 1", "DELETE FROM t_users WHERE timezone = ? LIMIT ?",
                     "SELECT u.id FROM users u WHERE u.created_at > ? ORDER BY u.first_name LIMIT ?",
                     "SELECT s.id FROM t_users u JOIN t_sessions s ON s.device_id = u.first_name WHERE u.id = ?"):
            with self.subTest(scan):
                self.assertTrue(self.faults(scan))
        self.assertFalse(self.faults("SELECT id FROM t_users WHERE email_key = ?"))


if __name__ == "__main__":
    unittest.main()
