"""A refusal at a protected place: the same problem document for scripts and a page for page loads, through every door; also
where the web server refuses by itself."""
import pathlib
import re
import secrets
import shutil
import unittest

from site_under_test import ORIGINS, PAGE_LOAD, ask, bearer, host_of, ask_raw, person, post_json
from test_tasks import STACK, Site, nginx_site

KEPT = {"X-Correlation-Id": "kept-by-the-test"}
SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin", "X-Correlation-Id": "kept-by-the-test"}
MEMBERS = {"type", "title", "status", "detail", "code", "correlation_id"}


def refusals():
    """Name, target, headers, status, code."""
    user, other = bearer(person("acme", "user")), bearer(person("globex", "owner"))
    yield "nobody", "/admin-only/", {}, 401, "AUTH_REQUIRED"
    yield "a forged token", "/admin-only/", {"Authorization": user["Authorization"][:-4] + "AAAA"}, 401, "INVALID_TOKEN"
    yield "a wrong role", "/admin-only/", user, 403, "INSUFFICIENT_PERMISSIONS"
    yield "another tenant", "/admin-only/", other, 403, None


class Refusals(unittest.TestCase):
    maxDiff = None

    def check_document(self, answer, status, code=None):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.header("Content-Type"), "application/problem+json")
        document = answer.json
        self.assertEqual(document["status"], status)
        self.assertEqual(document["type"], "tag:doorward,2026:problems/" + document["code"])
        if code:
            self.assertEqual(document["code"], code)
        self.assertIn("default-src 'none'", answer.header("Content-Security-Policy"))
        self.assertEqual({name: answer.header(name) for name in SAFE}, SAFE)
        self.assertEqual(set(document), MEMBERS)
        self.assertEqual(document["correlation_id"], "kept-by-the-test")

    def test_scripts_get_one_document_through_every_door(self):
        for name, target, headers, status, code in refusals():
            seen = {}
            for column in ORIGINS:
                for method in ("GET", "POST"):
                    with self.subTest(name, column=column, method=method):
                        answer = ask(column, method, target, {**KEPT, **headers}, b"x=1" if method == "POST" else None)
                        self.check_document(answer, status, code)
                        seen[column, method] = answer.json, answer.header("WWW-Authenticate"), answer.header("Location")
                        self.assertEqual(answer.header("WWW-Authenticate") is not None, status == 401)
            self.assertEqual([told for told in seen.values() if told != seen["nginx", "GET"]], [], name)

    def test_page_loads_get_a_page_in_its_own_letters(self):
        word = secrets.token_hex(8)
        address = f"jürgen-{word}@acme.example"
        made = post_json("nginx", "/auth/register", {"email": address, "password": f"the long word {word}", "first_name": "Jürgen",
                                                     "last_name": "Ä"}, {"X-Tenant-ID": "acme"})
        self.assertEqual(made.status, 201, made.text)
        good = {"Authorization": "Bearer " + made.json["tokens"]["access_token"]}
        for column in ORIGINS:
            with self.subTest(column):
                page = ask(column, "GET", "/admin-only/", {**PAGE_LOAD, **KEPT, **good})
                self.assertEqual(page.status, 403)
                self.assertEqual(page.header("Content-Type"), "text/html; charset=utf-8")
                self.assertIn(address, page.body.decode())
                self.assertIn("kept-by-the-test", page.text)
                self.assertEqual({name: page.header(name) for name in SAFE}, SAFE)

    def test_what_the_server_refuses_by_itself_is_a_document_too(self):
        """nginx: 431; Apache knows only 400, and 414 for the address."""
        large = "a" * 16384
        for column in ORIGINS:
            own = column != "nginx"
            cases = [("a large cookie", ask(column, "GET", "/protected/", {"Cookie": "a=" + large}), 400 if own else 431),
                     ("many headers", ask(column, "GET", "/auth/me", [(f"X-{n}", "b" * 500) for n in range(150)]), 400 if own else 431),
                     ("a long address", ask(column, "GET", "/auth/" + large), 414 if own else 431),
                     ("a bad escape", ask(column, "GET", "/auth/%zz"), 400)]
            for name, answer, status in cases:
                with self.subTest(name, column=column):
                    self.assertEqual(answer.status, status, answer.text)
                    self.assertEqual(answer.header("Content-Type"), "application/problem+json")
                    self.assertEqual(answer.header("X-Content-Type-Options"), "nosniff")
                    self.assertEqual(answer.json["status"], status)
                    self.assertIn(answer.json["code"], ("HEADERS_TOO_LARGE", "VALIDATION_ERROR"))
            status, bytes_of = ask_raw(column, f"GET / HTTP/1.1\r\nHost: {host_of(column)}\r\nno header\r\n\r\n".encode())
            self.assertEqual(status, 400)
            self.assertIn(b"application/problem+json", bytes_of)

    def test_a_body_that_is_announced_too_large_is_not_waited_for(self):
        for column in ORIGINS:
            with self.subTest(column):
                status, bytes_of = ask_raw(column, f"POST /auth/login HTTP/1.1\r\nHost: {host_of(column)}\r\nConnection: close\r\n"
                                                   "Content-Type: application/json\r\nContent-Length: 40000000\r\n\r\n".encode())
                self.assertEqual(status, 413)
                self.assertIn(b"application/problem+json", bytes_of)
                self.assertIn(b'"code":"PAYLOAD_TOO_LARGE"', bytes_of)

    def test_an_applications_own_error_keeps_its_type(self):
        for column in ORIGINS:
            with self.subTest(column):
                answer = ask(column, "GET", "/index.html/no-such", {})
                self.assertEqual(answer.status, 404)
                self.assertIn("text/html", answer.header("Content-Type"))

    def test_a_large_header_block_of_a_page_load_gets_our_page(self):
        page = ask("nginx", "GET", "/protected/", [*PAGE_LOAD.items(), ("Cookie", "a=" + "a" * 16384)])
        self.assertEqual(page.status, 431)
        self.assertEqual(page.header("Content-Type"), "text/html; charset=utf-8")
        self.assertIn("HEADERS_TOO_LARGE", page.text)

    def test_a_gate_that_does_not_answer_lets_nobody_pass(self):
        with Site() as site:
            shipped = pathlib.Path(shutil.copytree(STACK / "etc/nginx/doorward", site.folder / "shipped"))
            names = shipped / "doorward-http.conf"
            names.write_text(names.read_text().replace("/gate.sock", "/nobody.sock"))
            for file in [shipped, *shipped.iterdir()]:
                file.chmod(0o755)
            nginx_site(site, shipped)
            status, headers, body = site.ask("/intranet/index.php", {"Authorization": "Bearer x"})
            self.assertEqual((status, headers["Content-Type"]), (503, "application/problem+json"))
            self.assertRegex(headers["X-Correlation-Id"], r"^[0-9a-f]{32}$")
            self.assertIn(f'"code":"DEPENDENCY_DOWN","correlation_id":"{headers["X-Correlation-Id"]}"', re.sub(r"\s", "", body))
            status, headers, body = site.ask("/intranet/index.php", PAGE_LOAD)
            self.assertEqual((status, headers["Content-Type"]), (503, "text/html; charset=utf-8"))


if __name__ == "__main__":
    unittest.main()
