"""docs/tasks/protect-by-cgi.md, followed to the letter: PHP asks before each page, and the check's line stands in its file."""
import json
import secrets
import shutil
import unittest

from site_under_test import DEMO, PAGE_LOAD, person, token_of
from test_tasks import STACK, Site, awaited, blocks, start_apache

PAGE = "protect-by-cgi.md"
PROXY = "127.0.0.1"


def cgi_site(site, program="${DOORWARD_PROGRAM}"):
    """With settings of its own, which trust whoever asks as a proxy. `program`: whom PHP asks."""
    places = {"/usr/local/bin": f"{STACK}/app/bin", "/usr/local/share": f"{STACK}/app/share",
              "/etc/doorward": str(site.folder / "settings"), "/var/log/doorward": str(site.folder)}

    def here(text):
        for place, ours in places.items():
            text = text.replace(place, ours)
        return text

    host, place = map(here, blocks(PAGE, "apache"))
    (site.folder / "settings/conf.d").mkdir(parents=True)
    shutil.copy(DEMO["config"], site.folder / "settings/doorward.conf")
    (site.folder / "settings/conf.d/proxy.conf").write_text(f"[service]\ntrusted_proxies = {PROXY}\n")
    (site.folder / "site/intranet/.user.ini").write_text(here(blocks(PAGE, "ini")[0]))
    for path in (site.folder / "settings").rglob("*"):
        shutil.chown(path, (STACK / "site").owner())
    return start_apache(site, "", host, place.replace("${DOORWARD_PROGRAM}", str(program)))


class CgiTask(unittest.TestCase):
    def test_who_is_let_in(self):
        with Site() as site:
            cgi_site(site)
            status, headers, _ = site.ask("/intranet/index.php?a=b", PAGE_LOAD)
            self.assertEqual((status, headers["Location"].split("?")[0]), (302, "/auth/login"))
            status, _, page = site.ask(headers["Location"], PAGE_LOAD)
            self.assertEqual((status, "<form" in page), (200, True), page)
            self.assertEqual(site.ask("/intranet/index.php")[0], 401)
            owner, stranger = person("acme", "owner"), person("globex", "owner")
            status, _, told = site.ask("/intranet/index.php", {"Authorization": "Bearer " + token_of(owner)})
            self.assertEqual(status, 200, told)
            self.assertIn(f"DOORWARD_EMAIL={owner['email']}\n", told)
            self.assertNotIn("DOORWARD_LOG", told)
            self.assertEqual(site.ask("/intranet/index.php", {"Authorization": "Bearer " + token_of(stranger)})[0], 403)

    def test_one_line_for_each_check_with_the_client_behind_the_proxy(self):
        passed = {"Authorization": "Bearer " + token_of(person("acme", "owner"))}
        with Site() as site:
            cgi_site(site)
            log = site.folder / "checks.log"
            for headers, status in ((passed, 204), ({}, 401)):
                own, address = "cgi-" + secrets.token_hex(8), f"198.51.100.{secrets.randbelow(250) + 1}"
                site.ask("/intranet/index.php?token=canary", {**headers, "X-Correlation-Id": own, "X-Forwarded-For": address})
                line, = map(json.loads, awaited(log, own))
                self.assertEqual((line["level"], line["route"], line["status"], line["address"]), ("info", "/auth/verify", status, address))
            self.assertNotIn("canary", log.read_text())
            self.assertNotIn(passed["Authorization"][-40:], log.read_text())

    def test_a_page_s_images_ask_the_database_nothing(self):
        """The first check tells the next one, behind its answer, what it had to ask."""
        passed = {"Authorization": "Bearer " + token_of(person("acme", "owner"))}
        with Site() as site:
            cgi_site(site)

            def questions():
                own = "cgi-" + secrets.token_hex(8)
                self.assertEqual(site.ask("/intranet/index.php", {**passed, "X-Correlation-Id": own})[0], 200)
                line, = map(json.loads, awaited(site.folder / "checks.log", own))
                return line["database_calls"], line["memcached_calls"]

            self.assertTrue(any(questions() == (0, 2) for _ in range(20)))

    def test_half_an_answer_lets_nobody_in(self):
        head = r"Status: 204 No Content\r\nX-Doorward-User: 01800000-0366-7000-8000-22fb0cee7e1f\r\n"
        for answer, status in ((head, 503), (head + r"\r\n", 200)):
            with Site() as site:
                asked = site.folder / "asked"
                asked.write_text(f"#!/bin/sh\nprintf '{answer}'\n")
                asked.chmod(0o755)
                cgi_site(site, asked)
                self.assertEqual(site.ask("/intranet/index.php")[0], status)

    def test_pages_run_where_the_lines_cannot_be_written(self):
        passed = {"Authorization": "Bearer " + token_of(person("acme", "owner"))}
        with Site() as site:
            cgi_site(site)
            (site.folder / "checks.log").mkdir()
            own = "cgi-" + secrets.token_hex(8)
            self.assertEqual(site.ask("/intranet/index.php", {**passed, "X-Correlation-Id": own})[0], 200)
            self.assertEqual(len(awaited(STACK / "log/php-errors.log", own)), 1)  # PHP's own log then


if __name__ == "__main__":
    unittest.main()
