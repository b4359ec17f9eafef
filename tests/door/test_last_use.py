"""The last use of a session cookie is written between requests, without a further one."""
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("costs", "support")]
from doorward_process import BINARY
from fastcgi_client import Answer
from scenario import cookie, log_in
from worker import STACK, Installation, Worker, check, plain


def requests_in(log):
    return [line for line in map(json.loads, log.splitlines()) if line["msg"] == "request"]


class LastUse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation(log__level="info")
        cls.schema = next(line.split(" = ")[1] for line in cls.installation.config.read_text().splitlines()
                          if line.startswith("database.schema"))

    @classmethod
    def tearDownClass(cls):
        cls.installation.remove()

    def setUp(self):
        self.worker = Worker(self.installation, [])
        self.addCleanup(self.worker.process.kill)
        self.cookie = cookie(log_in(self.worker, "session"))

    def sql(self, statement):
        stack = pathlib.Path(STACK)
        return subprocess.run(["mariadb", f"--socket={stack}/run/mariadb.sock", "--user=doorward_owner", "--batch",
                               "--skip-column-names", self.schema, "--execute", statement], text=True, capture_output=True, check=True,
                              env={**os.environ, "MYSQL_PWD": (stack / "admin_password").read_text().strip()}).stdout.strip()

    def used_long_ago(self):
        self.sql("UPDATE sessions SET last_used_at = last_used_at - INTERVAL 2 MINUTE")

    def used_just_now(self):
        return self.sql("SELECT MAX(last_used_at) > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE FROM sessions") == "1"

    def statements(self):
        counted = subprocess.run([BINARY + "ctl", "--config", self.installation.config, "metrics"], text=True, capture_output=True,
                                 check=True, timeout=60).stdout
        return int(re.search(r"^doorward_database_statements_total (\d+)$", counted, re.M)[1])

    def between_requests(self):
        """Statements that the metrics have and no request's line. It may come a moment after the answer."""
        own = secrets.token_hex(16)
        self.worker.ask(plain("/auth/health/live", HTTP_X_CORRELATION_ID=own))
        deadline = time.monotonic() + 20
        while own not in (logged := (self.installation.path / "log").read_text()):
            self.assertLess(time.monotonic(), deadline)
        return self.statements() - sum(line["database_calls"] for line in requests_in(logged))

    def test_a_worker_that_is_asked_nothing_more_writes_it(self):
        self.used_long_ago()
        before = self.between_requests()
        self.assertEqual(self.worker.ask(check(HTTP_COOKIE=self.cookie)).status, 204)
        deadline = time.monotonic() + 20
        while not self.used_just_now():
            self.assertLess(time.monotonic(), deadline)
        self.assertGreater(self.between_requests(), before)
        self.worker.stop()

    def test_a_worker_that_ends_writes_it(self):
        self.used_long_ago()
        self.assertEqual(self.worker.ask(check(HTTP_COOKIE=self.cookie)).status, 204)
        self.worker.stop()
        self.assertTrue(self.used_just_now())

    def test_a_cgi_program_writes_it(self):
        self.worker.stop()
        self.used_long_ago()
        before = self.statements()
        done = subprocess.run([BINARY], capture_output=True, timeout=60, check=True,
                              env={"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.installation.config),
                                   **plain("/auth/verify", HTTP_COOKIE=self.cookie)})
        self.assertEqual(Answer(done.stdout, True).status, 204)
        self.assertTrue(self.used_just_now())
        line, = requests_in(done.stderr.decode())
        self.assertGreater(self.statements() - before, line["database_calls"])


if __name__ == "__main__":
    unittest.main()
