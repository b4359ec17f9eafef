"""Tokens of links in mail: the real ones, followed in each origin, stand in no log of a web server in its usual format."""
import http.client
import re
import secrets
import shutil
import unittest

from letters import letters_to
from site_under_test import ORIGINS, PAGE_LOAD, ask, bearer, host_of, person, post_json
from test_tasks import ROOT, STACK, Site, apache_site, awaited, nginx_site

LOGS = {"nginx": STACK / "log/nginx-access.log", "apache": STACK / "log/apache-access.log", "cgi": STACK / "log/apache-access.log"}


def pages_of_links():
    """Where links lead to, as the program says it."""
    return set(re.findall(r'case OpaqueKind::\w+: return "(/\S+)";', (ROOT / "src/service/one_time.cc").read_text()))


def have_sent(address):
    """A link of each kind: two to the address, one to a guest."""
    tenant = {"X-Tenant-ID": "acme"}
    made = post_json("nginx", "/auth/register", {"email": address, "password": secrets.token_hex(12), "first_name": "Ann",
                                                 "last_name": "Bird"}, tenant)
    assert made.status == 201, made.text
    for target in ("/auth/password/forgot", "/auth/email/resend"):
        assert post_json("nginx", target, {"email": address}, tenant).status == 202
    wish = {"email": "guest-" + address, "role": "user"}
    assert post_json("nginx", "/auth/invites", wish, bearer(person("acme", "owner"))).status == 201


def links_to(address):
    """Page -> token."""
    letters = [*letters_to(address, 2), *letters_to("guest-" + address, 1)]
    return dict(re.search(r"/auth(/\S+)\?token=(dw[\w.-]+)", letter).groups() for letter in letters)


def follow(column, targets):
    """Page loads over one connection, whose lines are therefore written in this order."""
    connection = http.client.HTTPConnection(host_of(column), timeout=30)
    answers = []
    for target in targets:
        connection.request("GET", target, headers=PAGE_LOAD)
        answer = connection.getresponse()
        answers.append((answer.status, answer.getheader("Referrer-Policy")))
        answer.read()
    connection.close()
    return answers


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        address = f"{secrets.token_hex(8)}@links.example"
        have_sent(address)
        cls.links = links_to(address)

    def setUp(self):
        self.assertEqual(set(self.links), pages_of_links())
        self.targets = [f"/auth{page}?token={token}" for page, token in self.links.items()]
        self.control = f"/auth/login?token={secrets.token_hex(8)}"  # no link leads here: its line shows what lines have

    def assert_no_token(self, text):
        for token in self.links.values():
            self.assertNotIn(token[10:], text)

    def test_no_access_log_has_one(self):
        for column in ORIGINS:
            with self.subTest(column):
                answers = follow(column, [*self.targets, self.control])
                self.assertEqual(answers, [(200, "strict-origin")] * len(self.targets) + [(200, "same-origin")])
                awaited(LOGS[column], self.control)
                self.assert_no_token(LOGS[column].read_text())

    def test_neither_has_it_where_nginx_refuses_by_itself(self):
        for target in self.targets:
            self.assertEqual(ask("nginx", "GET", target, {"Cookie": "a=" + "b" * 40000}).status, 431)
        self.assertEqual(follow("nginx", [self.control]), [(200, "same-origin")])
        awaited(LOGS["nginx"], self.control)
        self.assert_no_token(LOGS["nginx"].read_text())

    def test_nor_where_doorward_does_not_answer(self):
        with Site() as site:
            shipped = site.folder / "nobody"
            shutil.copytree(STACK / "etc/nginx/doorward", shipped)
            upstreams = shipped / "doorward-http.conf"
            upstreams.write_text(upstreams.read_text().replace("app.sock", "nobody.sock"))
            nginx_site(site, shipped)
            for target in (*self.targets, self.control):
                self.assertEqual(site.ask(target)[0], 502)
            for log in ("combined.log", "error.log"):
                awaited(site.folder / log, self.control)
                self.assert_no_token((site.folder / log).read_text())

    def test_nor_by_the_lines_of_the_task_pages(self):
        for make in (nginx_site, apache_site):
            with self.subTest(make.__name__), Site() as site:
                make(site)
                for target in (*self.targets, self.control):
                    self.assertEqual(site.ask(target)[0], 200)
                awaited(site.folder / "combined.log", self.control)
                self.assert_no_token((site.folder / "combined.log").read_text())


if __name__ == "__main__":
    unittest.main()
