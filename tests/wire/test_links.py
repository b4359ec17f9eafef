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
        self.control = f"/auth/login?canary={secrets.token_hex(8)}"  # no link: its line shows what lines have

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

    def test_nor_has_it_by_another_spelling_of_the_page(self):
        spellings = ("/auth/%{0:02x}{1}", "//auth/{2}", "/auth/./{2}", "/auth/x/../{2}", "/auth//{2}")
        targets = [f"{spelling.format(ord(page[1]), page[2:], page[1:])}?token={token}"
                   for spelling in spellings for page, token in self.links.items()]
        for column in ORIGINS:
            with self.subTest(column):
                answers = follow(column, [*targets, self.control])
                self.assertEqual(answers[:len(self.links)], [(200, "strict-origin")] * len(self.links))  # served like the plain one
                awaited(LOGS[column], self.control)
                self.assert_no_token(LOGS[column].read_text())

    def test_nor_where_a_mail_program_changed_it(self):
        """What it leads to then is no page, but the token is still good."""
        pages = ("/auth{0}/?token={2}", "/auth{0}//?token={2}", "/auth{0}/.?token={2}", "/%61uth{0}/?token={2}", "/auth{0}/more?token={2}",
                 "/auth{1}?token={2}", "/auth{0}%3Ftoken={2}", "/auth{0}&token={2}", "/auth{0};?a=b&amp;token={2}", "/auth{0}/?%74oken={2}",
                 "/auth{0}d?token={2}", "/%61uth{0}d?TOKEN={2}")
        targets = [page.format(at, at.title(), token) for page in pages for at, token in self.links.items()]
        for column in ORIGINS:
            with self.subTest(column):
                self.assertEqual({status for status, _ in follow(column, targets)}, {404})
                self.assertEqual(follow(column, [self.control]), [(200, "same-origin")])
                awaited(LOGS[column], self.control)
                self.assert_no_token(LOGS[column].read_text())

    def test_a_token_in_the_query_changes_no_other_page(self):
        somebody = person("acme", "owner")
        wish = {"email": somebody["email"], "password": somebody["password"]}
        for column in ORIGINS:
            answer = post_json(column, "/auth/login?token=canary", wish, {"X-Tenant-ID": "acme"})
            self.assertEqual(answer.status, 200, answer.text)

    def test_neither_has_it_where_the_web_server_refuses_by_itself(self):
        for column in ORIGINS:
            with self.subTest(column):
                for target in self.targets:
                    self.assertIn(ask(column, "GET", target, {"Cookie": "a=" + "b" * 40000}).status, (400, 431))
                self.assertEqual(follow(column, [self.control]), [(200, "same-origin")])
                awaited(LOGS[column], self.control)
                self.assert_no_token(LOGS[column].read_text())

    def test_nor_where_doorward_does_not_answer(self):
        with Site() as site:
            shipped = site.folder / "nobody"
            shutil.copytree(STACK / "etc/nginx/doorward", shipped)
            upstreams = shipped / "doorward-http.conf"
            upstreams.write_text(upstreams.read_text().replace("app.sock", "nobody.sock"))
            nginx_site(site, shipped)
            self.assert_nowhere(site, 502)
            awaited(site.folder / "error.log", self.control)

    def assert_nowhere(self, site, status):
        """In no log of a site that answers so."""
        for target in (*self.targets, self.control):
            self.assertEqual(site.ask(target)[0], status)
        awaited(site.folder / "combined.log", self.control)
        for log in site.folder.glob("*.log"):
            self.assert_no_token(log.read_text())

    def test_nor_in_apache_whatever_page_it_shows_instead(self):
        with Site() as site:
            (site.folder / "site/sorry.html").write_text("sorry")
            apache_site(site, site.folder / "nowhere", "ErrorDocument 503 /sorry.html")
            for target in (*self.targets, self.control):
                self.assertEqual(site.ask(target)[::2], (503, "sorry"))
            awaited(site.folder / "combined.log", self.control)
            for log in ("combined.log", "error.log"):
                self.assert_no_token((site.folder / log).read_text())

    def test_nor_by_the_lines_of_the_task_pages(self):
        for make, refusal in ((nginx_site, 431), (apache_site, 400)):
            with self.subTest(make.__name__), Site() as site:
                make(site)
                self.assert_nowhere(site, 200)
                for target in self.targets:
                    self.assertEqual(site.ask(target, {"Cookie": "a=" + "b" * 40000})[0], refusal)
                self.control += "-again"
                self.assert_nowhere(site, 200)


if __name__ == "__main__":
    unittest.main()
