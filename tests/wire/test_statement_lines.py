"""With log.level = debug each statement's line names the request that it was made for."""
import json
import secrets
import time
import unittest

from site_under_test import ORIGINS, post_json
from test_tasks import STACK

LOGS = {"nginx": "doorward.log", "apache": "doorward.log", "cgi": "apache-error.log"}


def lines_of(log, correlation_id):
    """Of one request, by their words, once its own is there: that is the last."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        lines = [line for line in (STACK / "log" / log).read_text(errors="replace").splitlines() if correlation_id in line]
        if any('"msg":"request"' in line for line in lines):
            return [json.loads(line[line.index("{"):]) for line in lines]
    raise AssertionError(f"no request {correlation_id} in {log}")


class StatementLines(unittest.TestCase):
    def test_each_names_its_request(self):
        for column in ORIGINS:
            with self.subTest(column):
                own = "statements-" + secrets.token_hex(8)
                wish = {"email": f"{own}@nobody.example", "password": "nobody's"}
                headers = {"X-Correlation-Id": own, "X-Tenant-ID": "acme"}
                self.assertEqual(post_json(column, "/auth/login", wish, headers).status, 401)
                lines = lines_of(LOGS[column], own)
                self.assertEqual({line["correlation_id"] for line in lines}, {own})
                statements = [line for line in lines if line["msg"] == "statement"]
                self.assertTrue(any("secret_checks" in line["text"] for line in statements), lines)
                connecting = 1  # counted as a call, and no statement
                self.assertIn(lines[-1]["database_calls"] - len(statements), (0, connecting))


if __name__ == "__main__":
    unittest.main()
