"""Request targets that try to pass a protected place by another name: never its page without a credential."""
import json
import os
import unittest

from site_under_test import ORIGINS, ask, ask_raw, host_of

OWN = ("/protected", "/protected/", "//protected/", "/./protected/", "/x/../protected/", "/protected/../protected/", "/%70rotected/",
       "/protected%2f", "/protected;x", "/auth/../protected/", "/auth/verify/../../protected/", "/protected/%2e%2e/protected/",
       "/wiki/../protected/", "/index.html/../protected/", "/protected/.", "/protected//", "/protected?", "/wiki/doku.php/x",
       "/wiki//doku.php", "/wiki/%64oku.php", "/wiki/lib/exe/../../doku.php", "/admin-only/..;/protected/")
REFUSED = (400, 401, 403, 404)


class Paths(unittest.TestCase):
    def closed(self, target):
        for column in ORIGINS:
            with self.subTest(column=column, target=target):
                request = b"GET " + target.encode() + f" HTTP/1.1\r\nHost: {host_of(column)}\r\nConnection: close\r\n\r\n".encode()
                status, answer = ask_raw(column, request)
                self.assertIn(status, REFUSED, answer)
                self.assertNotIn(b"request GET", answer)
                self.assertNotIn(b"dokuwiki", answer.lower())

    def test_own_cases(self):
        for target in OWN:
            self.closed(target)

    def test_published_cases(self):
        if not os.environ.get("VECTORS"):
            self.skipTest("VECTORS does not name a folder")
        with open(os.path.join(os.environ["VECTORS"], "http", "path_confusion.json"), encoding="utf-8") as file:
            cases = json.load(file)["cases"]
        self.assertGreater(len(cases), 20)
        for case in cases:
            self.closed(case["request_target"].replace("private", "protected").replace("priv%61te", "prot%65cted")
                        .replace("PRIVATE", "PROTECTED"))

    def test_trace_echoes_nothing(self):
        for column in ORIGINS:
            for target in ("/protected/", "/auth/me", "/index.html"):
                self.assertIn(ask(column, "TRACE", target, {"Cookie": "doorward_session=echo"}).status, (401, 405))

    def test_no_redirect_goes_where_the_host_says(self):
        for column in ORIGINS:
            for target in ("/auth", "/auth/login", "/protected", "/protected/"):
                location = ask(column, "GET", target, {"Host": "evil.example", "Accept": "text/html"}).header("Location") or ""
                self.assertNotIn("evil", location, f"{column} {target}")

    def test_a_query_is_never_an_argument(self):
        for column in ORIGINS:
            for query in ("--version", "--print+config", "serve+--set+log.level%3Ddebug"):
                answer = ask(column, "GET", "/auth/health/live?" + query)
                self.assertEqual(answer.status, 200, answer.text)
                self.assertIn("status", answer.json)
