"""Canaries in everything that bears a secret: afterwards no log, answer, process list, mail or file of the database has one."""
import contextlib
import itertools
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import unittest

from secret_fields import FIELDS, TAKEN, Visit, cookies, credentials, declared
from site_under_test import DEMO, ORIGINS, Browser, FormReader, ask, person
from test_tasks import ROOT, STACK, doorwardctl, sql

sys.path.insert(0, str(ROOT / "tests/support"))
import fastcgi_client

HERE = pathlib.Path(__file__).resolve().parent
ALL = ("sent", "mailed", "given", "kept")
WRONG_QUESTION = (404, 405, 415, 429)  # the request did not reach what was to be tried


def installation():
    """What the settings and key files hold."""
    lines = (STACK / "etc/secrets").read_text().splitlines() + (STACK / "etc/master.key").read_text().split()
    return {f"{number} of the installation": re.split("[=:]", line, maxsplit=1)[1] for number, line in enumerate(lines)}


def files_below(folder):
    return [path for path in (STACK / folder).rglob("*") if path.is_file() and not path.is_socket()]


@contextlib.contextmanager
def processes_watched(seen):
    watch = subprocess.Popen([sys.executable, HERE / "process_watch.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watch.stdout.readline() == "watching\n"
    try:
        yield
    finally:
        seen.update(json.loads(watch.communicate()[0]))


def use_credentials(visit):
    for _, headers in credentials(visit):
        for target in ("/protected/", "/auth/me", "/auth/csrf"):
            visit.answers.append((target, ask(visit.column, "GET", target, headers)))
        visit.post("/auth/logout", {}, headers)
        visit.post("/auth/refresh", {}, headers)
    again = {"Idempotency-Key": secrets.token_hex(16)}
    visit.kept["repeated key"] = again["Idempotency-Key"]
    newcomer = {**visit.newcomer(), "password": visit.canary("repeated password")}
    assert [visit.post("/auth/register", newcomer, again).status for _ in range(2)] == [201, 201]
    for page in ("/auth/password/reset", "/auth/email/verify", "/auth/invite"):
        ask(visit.column, "GET", f"{page}?token={visit.canary('query ' + page, '-')}")


def sign_in_as_browsers_do(visit):
    browser = Browser(visit.column)
    browser.sign_in("/protected/", person("acme", "manager"))
    wish = {"email": visit.email, "password": visit.password, "transport": "cookie"}
    answer = ask(visit.column, "POST", "/auth/login", {"Content-Type": "application/json", "X-Tenant-ID": "acme"}, json.dumps(wish).encode())
    assert answer.status == 200, answer.text
    for line in (answer.header("Set-Cookie") or "").split("\n"):
        name, _, rest = line.partition("=")
        browser.cookies[name] = rest.split(";")[0]
    visit.given.update({"cookie " + name: value for name, value in browser.cookies.items() if len(value) > 20})


def type_into_forms(visit):
    """What a form is given and refuses is not shown with the form that comes again."""
    for page in ("/auth/login", "/auth/signup", "/auth/password/reset", "/auth/email/verify", "/auth/invite"):
        browser = Browser(visit.column)
        form = FormReader(browser.load(f"{page}?tenant_id=acme").text)
        typed = {name: visit.canary(f"{page} {name}") for name in form.fields if re.search("password|code$", name)}
        others = {name: "x" for name, value in form.fields.items() if not value}
        answer = browser.submit(form, {**others, **typed})
        assert typed and answer.status >= 400 and "<form" in answer.text, (page, typed, answer.status, answer.text)
        visit.answers.append((page, answer))


def use_the_tcp_door(visit):
    host, port = re.search(r"gate_tcp = (\S+):(\d+)", pathlib.Path(DEMO["config"]).read_text()).groups()
    wrong = visit.canary("DOORWARD_SECRET")
    answer = fastcgi_client.ask((host, int(port)), fastcgi_client.parameters(DOORWARD_SECRET=wrong, DOORWARD_TENANT="acme"),
                                role=fastcgi_client.AUTHORIZER)
    assert answer.status >= 400


def operate(visit):
    """doorwardctl with passwords by its standard input, and one for a mail server in its settings."""
    email, word = visit.newcomer()["email"], visit.canary("user create")
    words = ("user", "create", email, "--tenant", "acme", "--role", "user", "--first-name", "Ann", "--last-name", "Bird")
    said = doorwardctl(*words, "--password-stdin", stdin=word + "\n")
    assert said.returncode == 0, said.stderr
    other = doorwardctl("user", "set-password", email, "--tenant", "acme", "--password-stdin", stdin=visit.canary("set-password") + "\n")
    with tempfile.TemporaryDirectory(prefix="secrets-", dir=STACK / "tmp") as name:
        folder = pathlib.Path(name)
        server = subprocess.Popen([sys.executable, ROOT / "tests/support/smtp_server.py", folder, "starttls", "auth"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = server.stdout.readline().strip()
        (folder / "conf.d").mkdir()
        (folder / "doorward.conf").write_text(pathlib.Path(DEMO["config"]).read_text())
        (folder / "conf.d/mail.conf").write_text(f"[mail]\ntransport = smtp\nhost = localhost\nport = {port}\nca = {folder}/ca.pem\n"
                                                 f"user = ada\npassword = {visit.canary('mail.password')}\n[log]\nlevel = debug\n")
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, (STACK / "site").owner())
        refused = doorwardctl("mail", "test", "you@example.org", config=folder / "doorward.conf")
        kept = doorwardctl("tenant", "export", "globex", "--file", "globex.tenant", stdin=visit.canary("passphrase") + "\n", cwd=folder)
        assert kept.returncode == 0 and visit.sent["passphrase"].encode() not in (folder / "globex.tenant").read_bytes(), kept.stderr
        server.communicate()
    assert other.returncode == 0 and " 535 " in refused.stderr, (other, refused)  # the mail server heard the password
    visit.said = [said.stdout, said.stderr, other.stdout, other.stderr, refused.stdout, refused.stderr,
                  kept.stdout, kept.stderr]


class Secrets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.seen, cls.visits, cls.outcome = {}, [], {}
        for tenant, limit in itertools.product(("acme", "globex"), ("max_users", "max_invites")):
            assert doorwardctl("tenant", "limit", tenant, limit, "500").returncode == 0
        with processes_watched(cls.seen):
            for column in ORIGINS:
                visit = Visit(column)
                cls.visits.append(visit)
                sign_in_as_browsers_do(visit)
                use_credentials(visit)
                type_into_forms(visit)
                for field, send in FIELDS.items():
                    cls.outcome[column, field] = send(visit, visit.canary(" ".join(field)))
            operate(visit)
            use_the_tcp_door(visit)

    def everything(self, *kinds):
        found = {f"{visit.column}: {name}": value for visit in self.visits for kind in kinds for name, value in getattr(visit, kind).items()}
        return {**found, **installation()}

    def assert_none(self, where, content, canaries):
        self.assertEqual([name for name, value in canaries.items() if value.encode() in content], [], where)

    def test_every_secret_that_an_endpoint_reads_has_its_request(self):
        self.assertEqual(declared(), set(FIELDS))
        self.assertGreater(len(declared()), 15)
        self.assertEqual(len(cookies()), 5)

    def test_each_request_came_to_where_the_secret_is_read(self):
        for (column, field), answer in self.outcome.items():
            with self.subTest(column=column, field=field):
                self.assertEqual(answer.status < 300, field in TAKEN, answer.text)
                self.assertNotIn(answer.status, WRONG_QUESTION, answer.text)
                self.assertLess(answer.status, 500, answer.text)
                self.assertNotIn('"VALIDATION_ERROR"', answer.text)

    def test_no_log_has_one(self):
        paths = files_below("log")
        self.assertLessEqual({"doorward.log", "nginx-access.log", "apache-access.log", "apache-error.log", "php-errors.log"}, {path.name for path in paths})
        log = (STACK / "log/doorward.log").read_text()
        for level in ("debug", "info"):
            self.assertIn(f'"level":"{level}"', log)
        for path in paths:
            self.assert_none(path, path.read_bytes(), self.everything(*ALL))

    def test_neither_has_the_database(self):
        paths = files_below("mysql")
        self.assertGreater(len(paths), 10)
        for path in paths:
            self.assert_none(path, path.read_bytes(), self.everything("sent", "mailed", "given"))
        events = "".join(sql(f"SELECT * FROM doorward.{table}") for table in ("events", "event_details"))
        self.assertIn("user_login_failed", events)
        self.assert_none("events", events.encode(), self.everything("sent", "mailed", "given"))

    def test_nor_a_letter_but_its_own(self):
        for path in files_below("mail"):
            self.assert_none(path, path.read_bytes(), self.everything("sent", "given", "kept"))

    def test_nor_an_answer(self):
        for visit in self.visits:
            self.assertGreater(sum(answer.status >= 400 for _, answer in visit.answers), 20)
            for name, answer in visit.answers:
                said = repr(answer.headers).encode() + answer.body
                self.assert_none(f"{visit.column}: {name}", said, self.everything("sent", "mailed", "kept"))
            for target in ("/auth/metrics", "/auth/health"):
                self.assert_none(target, ask(visit.column, "GET", target).body, self.everything(*ALL))
        metrics = doorwardctl("metrics").stdout  # /auth/metrics itself is closed here
        self.assertIn("doorward_requests_total{", metrics)
        for text in (metrics, *self.visits[-1].said):
            self.assert_none("doorwardctl", text.encode(), self.everything(*ALL))

    def test_nor_the_list_of_processes(self):
        arguments = self.seen["cmdline"]
        self.assertTrue(any("bin/doorwardctl\0" in line for line in arguments))
        self.assertTrue(any(line.endswith("bin/doorward\0") for line in arguments), "no CGI program was seen")
        self.assert_none("arguments", "\n".join(arguments).encode(), self.everything(*ALL))
        # CGI gives headers and query in the environment, which only the program's own account and root can read.
        asked = [text for text in self.seen["environ"] if "GATEWAY_INTERFACE=" in text]
        self.assertTrue(asked or os.getuid() != 0)
        others = [text for text in self.seen["environ"] if "GATEWAY_INTERFACE=" not in text]
        self.assert_none("environments", "\n".join(others).encode(), self.everything(*ALL))
        bodies = {name: visit.sent[name] for visit in self.visits for name in map(" ".join, FIELDS)}
        self.assert_none("environments of CGI programs", "\n".join(asked).encode(), {**bodies, **installation()})

    def test_what_is_no_secret_is_found_by_the_same_search(self):
        address = {"address": self.visits[0].email}
        content = b"".join(path.read_bytes() for path in files_below("mysql"))
        with self.assertRaises(AssertionError):
            self.assert_none("mysql", content, address)


if __name__ == "__main__":
    unittest.main()
