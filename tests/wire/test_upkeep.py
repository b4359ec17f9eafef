"""docs/tasks/upkeep.md, followed: its commands on the running stack, and the files that it names."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from site_under_test import DEMO, ask, person, token_of
from test_tasks import ROOT, blocks, doorwardctl

sys.path.insert(0, str(ROOT / "tests/support"))
import unit_sandbox

CONFIG = pathlib.Path(DEMO["config"])
STACK = CONFIG.parent.parent


def commands():
    return [line.strip() for block in blocks("upkeep.md", "sh") for line in block.strip().splitlines()]


class Upkeep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prefix = tempfile.TemporaryDirectory(dir=STACK / "tmp")
        cls.addClassCleanup(cls.prefix.cleanup)
        os.chmod(cls.prefix.name, 0o755)
        subprocess.run(["make", "install", f"prefix={cls.prefix.name}"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def run_command(self, line):
        """As written, but for the place of the programs and the settings."""
        words = line.split()
        self.assertEqual(words[0], "doorwardctl")
        return subprocess.run([f"{self.prefix.name}/bin/doorwardctl", "--config", CONFIG, *words[1:]],
                              capture_output=True, text=True, timeout=60, check=True).stdout

    def test_the_commands_do_what_the_page_says(self):
        said = {line: self.run_command(line) for line in commands() if line.startswith("doorwardctl")}
        self.assertEqual(len(said), 5)
        self.assertIsInstance(json.loads(said["doorwardctl tick --json"]), dict)
        for verify in ("doorwardctl audit verify", "doorwardctl audit verify --tenant acme"):
            self.assertRegex(said[verify], r"(?m)^acme +[1-9]\d* ")

    def test_the_settings_are_settings(self):
        known = (ROOT / "docs/config.txt").read_text().partition("[upkeep]")[2]
        for name, value in re.findall(r"(?m)^ *upkeep\.(\w+) += (\S+)", "".join(blocks("upkeep.md", "ini"))):
            self.assertIn(f"#{name} = {value}", known)

    def test_the_cron_line_runs(self):
        named = next(line.split()[3] for line in commands() if "/etc/cron.d" in line)
        installed = pathlib.Path(named.replace("/usr/local", self.prefix.name))
        line = installed.read_text().splitlines()[-1]
        when, user, command = re.fullmatch(r"((?:\S+ ){5}) *(\S+)  (.*)", line).groups()
        self.assertEqual((when, user), ("* * * * * ", "doorward"))
        token_of(person("acme", "owner"))  # leaves an event to be sealed
        done = subprocess.run(["sh", "-c", command.replace("/etc/doorward/doorward.conf", str(CONFIG))], check=True, timeout=60,
                              capture_output=True, text=True)
        self.assertEqual(done.stdout + done.stderr, "")  # cron sends a mail of whatever is said

    def service(self):
        """The timer's, as it is installed."""
        units = pathlib.Path(self.prefix.name) / "lib/systemd/system"
        named = next(line.split()[-1] for line in commands() if line.startswith("systemctl"))
        self.assertIn("OnUnitInactiveSec=60", (units / named).read_text())
        return (units / named).with_suffix(".service").read_text()

    @unittest.skipIf(unit_sandbox.reason(), unit_sandbox.reason())
    def test_the_timers_service_does_its_work_where_its_unit_shuts_it_in(self):
        unit = unit_sandbox.Sandbox(self.service(), STACK / "run/doorward", STACK / "mail", (STACK / "site").owner())
        for folder, refusal in (("run/doorward", ""), ("mail", ""), ("log", "Read-only file system"), ("site", "Read-only file system")):
            with self.subTest(folder):
                mark = STACK / folder / "mark"
                done = subprocess.run([*unit.inside(), "touch", mark], capture_output=True, text=True, check=False)
                self.assertEqual((refusal in done.stderr, mark.exists()), (True, not refusal), done.stderr)
                mark.unlink(missing_ok=True)
        begun = int(time.time())
        command = [word.replace("/etc/doorward/doorward.conf", str(CONFIG)) for word in unit.command()]
        done = subprocess.run([*unit.inside(), *command], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn('"level":"warning"', done.stderr)  # of counts that cannot be shared
        last = re.search(r"(?m)^doorward_upkeep_last_success_timestamp_seconds (\d+)$", doorwardctl("metrics").stdout)
        self.assertGreaterEqual(int(last[1]), begun)


class Cgi(unittest.TestCase):
    """Every request to the CGI program does upkeep here."""
    COUNTERS = "FROM rate_counters WHERE name LIKE 'wire-upkeep-%'"

    def setUp(self):
        settings = STACK / "etc/conf.d/zz-upkeep.conf"
        settings.write_text("upkeep.cgi_one_in = 1\n")
        self.addCleanup(settings.unlink)
        shutil.chown(settings, (STACK / "site").owner())
        self.client = subprocess.Popen(["mariadb", f"--defaults-file={STACK}/etc/mariadb-client.cnf", "-N", "--batch", "--unbuffered",
                                        "doorward"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.client.communicate)

    def sql(self, statement):
        self.client.stdin.write(statement + ";\n")
        self.client.stdin.flush()

    def number(self, statement):
        self.sql(statement)
        return int(self.client.stdout.readline())

    def ask_until(self, question):
        for _ in range(1000):
            self.assertEqual(ask("cgi", "GET", "/auth/health/live").status, 200)
            if question():
                return
        self.fail("it never came true")

    def test_through_apache_no_answer_waits_for_it(self):
        self.sql("INSERT INTO rate_counters (tenant_id, name, window_at) VALUES "
                 + ", ".join(f"(UNHEX(REPEAT('0', 32)), 'wire-upkeep-{number}', '2020-01-01')" for number in range(500)))
        self.sql("BEGIN")
        self.assertEqual(self.number(f"SELECT COUNT(*) {self.COUNTERS} FOR UPDATE"), 500)
        # Not innodb_trx: it shows nothing new to whoever asks it ten times a second.
        self.ask_until(lambda: self.number("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'DELETE FROM rate\\_%'"))
        self.sql("COMMIT")
        self.ask_until(lambda: self.number(f"SELECT COUNT(*) {self.COUNTERS}") == 0)


if __name__ == "__main__":
    unittest.main()
