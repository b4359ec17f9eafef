"""The protected applications: DokuWiki knows who has signed in, a large upload passes, doorward's cookies do not."""
import unittest

from site_under_test import ORIGINS, Browser, ask, bearer, identity, person

UPLOAD = 20 * 1024 * 1024


class Applications(unittest.TestCase):
    def test_dokuwiki_greets_the_person_and_gives_groups_from_the_role(self):
        owner, user = person("acme", "owner"), person("acme", "user")
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                self.assertEqual(browser.sign_in("/wiki/doku.php?id=start&do=edit", owner), "/wiki/doku.php?id=start&do=edit")
                page = browser.load("/wiki/doku.php?id=start&do=edit")
                self.assertEqual(page.status, 200)
                self.assertIn(owner["email"], page.text)
                self.assertIn('name="wikitext"', page.text)
                self.assertIn("do=admin", page.text)
                reader = Browser(column)
                reader.sign_in("/wiki/", user)
                page = reader.load("/wiki/")
                self.assertIn(user["email"], page.text)
                self.assertNotIn("do=admin", page.text)

    def test_dokuwiki_is_closed_to_other_tenants_and_its_files_to_everybody(self):
        for column in ORIGINS:
            with self.subTest(column):
                self.assertEqual(ask(column, "GET", "/wiki/doku.php", bearer(person("globex", "owner"))).status, 403)
                self.assertEqual(ask(column, "GET", "/wiki/doku.php").status, 401)
                for file in ("conf/local.php", "data/pages/start.txt", "inc/init.php"):
                    answer = ask(column, "GET", "/wiki/" + file, bearer(person("acme", "owner")))
                    self.assertIn(answer.status, (403, 404), file)

    def test_an_upload_of_20_MB_passes_the_gate_and_nobody_elses_does(self):
        body = bytes(UPLOAD)
        headers = {"Content-Type": "application/octet-stream"}
        for column in ORIGINS:
            with self.subTest(column):
                answer = ask(column, "POST", "/protected/", {**bearer(person("acme", "user")), **headers}, body)
                self.assertEqual(answer.status, 200, answer.text)
                self.assertIn(f"body {UPLOAD} bytes", answer.text)

    def test_doorwards_cookies_stay_and_others_pass(self):
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                browser.sign_in("/protected/", person("acme", "owner"))
                browser.cookies = {"first": "1", **browser.cookies, "last": "2"}
                page = browser.load("/protected/")
                cookies = [line for line in page.text.split("\n") if line.startswith("cookie ")]
                self.assertEqual(cookies, ["cookie first=1", "cookie last=2"])
                self.assertFalse([value for value in browser.cookies.values() if len(value) > 20 and value in page.text])

    def test_the_secret_of_the_tcp_door_stays_out_of_the_application(self):
        page = ask("apache", "GET", "/protected/", bearer(person("acme", "owner")))
        self.assertEqual(page.status, 200)
        self.assertNotIn("SECRET", page.text)

    def test_an_application_that_reads_headers_is_told_the_same_and_nothing_a_client_says(self):
        """doorward-identity-proxy.conf of nginx, doorward-protect-other.conf of Apache."""
        good = bearer(person("acme", "user"))
        known = identity(ask("nginx", "GET", "/protected/", good))
        forged = {"X-Doorward-User": "admin", "X-Doorward-Role": "owner", "X-Doorward-Remote-User": "admin",
                  "X-Doorward-Permissions": "all", "Cookie": "a=1; doorward_access=secret; b=2"}
        for column in ("nginx", "apache"):
            with self.subTest(column):
                page = ask(column, "GET", "/headers/x?y=1", {**forged, **good})
                self.assertEqual(page.status, 200, page.text)
                self.assertEqual(identity(page), known)
                self.assertIn("cookie a=1; b=2\n", page.text)
                self.assertIn("authorization \n", page.text)
                self.assertEqual(ask(column, "GET", "/headers/", forged).status, 401)
