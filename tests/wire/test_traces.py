"""A client's trace (W3C Trace Context) and the check's own id through each web server: in the line of the log, in the event, and
the id at the application too."""
import base64
import json
import re
import secrets
import unittest

from site_under_test import ORIGINS, ask, bearer, person, post_json
from test_tasks import STACK, awaited, sql

LOGS = {"nginx": "doorward.log", "apache": "doorward.log", "cgi": "apache-error.log"}
# A check's lines: under CGI PHP asks, and they stand in PHP's own log, or where DOORWARD_LOG says so.
CHECKS = {**LOGS, "cgi": "php-errors.log"}
DOORS = {"nginx": "nginx", "apache": "apache", "cgi": "forward"}


def request_lines(log, *words):
    return list(map(json.loads, awaited(STACK / "log" / log, '"msg":"request"', *words)))


def claims_of(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


class Trace:
    def __init__(self):
        self.id, self.parent = secrets.token_hex(16), secrets.token_hex(8)
        self.headers = {"traceparent": f"00-{self.id}-{self.parent}-01", "tracestate": "vendor=1"}


class Traces(unittest.TestCase):
    def line_of(self, log, trace):
        line, = request_lines(log, trace.id)
        self.assertEqual((line["trace_id"], line["parent_id"]), (trace.id, trace.parent))
        self.assertRegex(line["span_id"], "^[0-9a-f]{16}$")
        self.assertNotEqual(line["span_id"], trace.parent)
        return line

    def test_a_log_in_has_it_in_line_and_event(self):
        somebody = person("acme", "owner")
        for column in ORIGINS:
            with self.subTest(column):
                trace = Trace()
                answer = post_json(column, "/auth/login", {"email": somebody["email"], "password": somebody["password"]},
                                   {"X-Tenant-ID": "acme", **trace.headers})
                self.assertEqual(answer.status, 200, answer.text)
                line = self.line_of(LOGS[column], trace)
                self.assertEqual(line["route"], "POST /auth/login")
                claims = claims_of(answer.json["tokens"]["access_token"])
                self.assertEqual([line[name] for name in ("tenant_id", "user_id", "session_id")],
                                 [claims[name] for name in ("tenant_id", "sub", "session_id")])
                parts = [line[name] for name in ("hash_us", "database_us", "memcached_us")]
                self.assertGreater(min(parts), 0, line)
                self.assertLessEqual(sum(parts) + line["hash_wait_us"], line["duration_us"])
                events = sql("SELECT type, correlation_id, JSON_VALUE(data, '$.trace_id'), JSON_VALUE(data, '$.span_id') "
                             f"FROM doorward.events WHERE data LIKE '%{trace.id}%' ORDER BY type").splitlines()[1:]
                ids = "\t".join((line["correlation_id"], trace.id, line["span_id"]))
                self.assertEqual(events, [f"{name}\t{ids}" for name in ("auth_session_created", "user_logged_in")])

    def test_the_gate_has_it_too_whether_it_lets_pass_or_not(self):
        """Checks write no events."""
        good = bearer(person("acme", "owner"))
        for column in ORIGINS:
            for headers, code in ((good, None), ({}, "AUTH_REQUIRED")):
                with self.subTest(column, code=code):
                    trace = Trace()
                    answer = ask(column, "GET", "/protected/", {**headers, **trace.headers})
                    self.assertEqual(answer.status, 401 if code else 200, answer.text)
                    line = self.line_of(CHECKS[column], trace)
                    self.assertEqual((line["route"], line["door"], line.get("code")), ("/auth/verify", DOORS[column], code))

    def test_the_application_is_told_the_id_of_the_line(self):
        good = bearer(person("acme", "owner"))
        for column in ORIGINS:
            own = "page-" + secrets.token_hex(8)
            for name, said, told in (("its own", own, own), ("a wrong one", own + '"}', "[0-9a-f]{32}"), ("none", "", "[0-9a-f]{32}")):
                with self.subTest(column, client=name):
                    answer = ask(column, "GET", "/protected/", {**good, **({"X-Correlation-Id": said} if said else {})})
                    found = re.search(f"^CORRELATION_ID=({told})$", answer.text, re.M)
                    self.assertTrue(found, answer.text)
                    line, = request_lines(CHECKS[column], found[1])
                    self.assertEqual((line["route"], line["status"] // 100), ("/auth/verify", 2))

    def test_php_puts_the_lines_where_the_server_says_and_nobody_else(self):
        """Names of what the program itself is told by its environment, and of who may say where its lines go."""
        good, own = bearer(person("acme", "owner")), "page-" + secrets.token_hex(8)
        elsewhere = STACK / "tmp" / own
        names = ("X-Forwarded-For", "DOORWARD_LOG", "DOORWARD-LOG", "Error_Log", "REDIRECT_DOORWARD_LOG", "LD_PRELOAD", "JOURNAL_STREAM", "Proxy",
                 "GATEWAY_INTERFACE", "DOORWARD_CONFIG")
        headers = {**good, "X-Correlation-Id": own, **dict.fromkeys(names, str(elsewhere))}
        self.assertEqual(ask("cgi", "GET", "/admin-only/", headers).status, 200)
        line, = request_lines("doorward-cgi.log", own)
        self.assertEqual((line["status"], line["address"]), (204, "127.0.0.1"))
        self.assertFalse(elsewhere.exists())
        self.assertNotIn(own, (STACK / "log/php-errors.log").read_text() + (STACK / "log/apache-error.log").read_text())

    def test_what_is_no_trace_goes_nowhere(self):
        for column in ORIGINS:
            with self.subTest(column):
                trace, own = Trace(), "trace-" + secrets.token_hex(8)
                wrong = {"traceparent": trace.headers["traceparent"].upper().replace("-01", "-zz"), "X-Correlation-Id": own}
                self.assertEqual(ask(column, "GET", "/auth/login", wrong).status, 200)
                line, = request_lines(LOGS[column], own)
                self.assertEqual({"trace_id", "span_id", "parent_id"} & line.keys(), set())


if __name__ == "__main__":
    unittest.main()
