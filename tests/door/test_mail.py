"""Mail from a request to a mailbox: the worker writes it down, the master sends doorwardctl for it at once."""
import json
import pathlib
import re
import subprocess
import sys
import unittest

import test_upkeep
from doorward_process import BINARY, ROOT, Master
from fastcgi_client import ask, parameters


class MailServer:
    def __init__(self, folder, *words):
        self.folder = folder / "-".join(("mail", *words))
        self.folder.mkdir()
        self.process = subprocess.Popen([sys.executable, ROOT / "tests/support/smtp_server.py", self.folder, *words],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def settings(self):
        return {"mail__transport": "smtp", "mail__host": "localhost", "mail__port": self.port,
                "mail__security": "none", "mail__timeout": "300s"}

    def taken(self):
        return [json.loads(file.read_text()) for file in sorted(self.folder.glob("*.json"))]

    def end(self):
        self.process.kill()
        self.process.communicate()


class Mail(test_upkeep.InAHouse):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database.ctl("tenant", "create", "acme", "--name", "Acme")

    def setUp(self):
        self.database.sql("DELETE FROM outbox; DELETE FROM one_time; DELETE FROM rate_counters")
        self.email = f"{self._testMethodName.replace('_', '-')}@example.test"
        self.database.ctl("user", "create", self.email, "--tenant", "acme", "--role", "user")

    def server(self, *words):
        server = MailServer(self.folder.path, self._testMethodName, *words)
        self.addCleanup(server.end)
        return server

    def serve(self, **changes):
        self.folder.write(**changes)
        master = Master(self.folder).await_note("READY=1")
        self.addCleanup(master.stop)
        return master

    def forgot(self):
        body = json.dumps({"email": self.email}).encode()
        return ask(self.folder.app, parameters(
            "/auth/password/forgot", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)),
            HTTP_X_TENANT_ID="acme"), body)

    def waiting(self):
        return int(self.database.sql("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND dead_at IS NULL")[0])

    def test_it_leaves_at_once_and_not_with_the_next_round(self):
        server = self.server()
        self.serve(upkeep__every="1d", **server.settings())
        for count in (1, 2):
            self.assertEqual(self.forgot().status, 202)
            self.await_true(lambda: len(server.taken()) == count)
        self.assertEqual(server.taken()[0]["to"], [self.email])
        self.assertIn("/auth/password/reset?token=3Ddwp_", server.taken()[0]["message"])
        self.await_true(lambda: self.waiting() == 0)

    def test_a_server_that_never_answers_holds_no_request(self):
        server = self.server("silent")
        self.serve(upkeep__every="1s", **server.settings())
        for _ in range(6):  # more than there are workers
            self.assertEqual(self.forgot().status, 202)
        self.assertGreater(self.waiting(), 0)

    def test_where_nobody_listens_mail_is_kept_and_health_says_how_much(self):
        server = self.server()
        server.end()
        self.serve(upkeep__every="1s", metrics__networks="127.0.0.1/32", **server.settings())
        self.assertEqual(self.forgot().status, 202)
        self.await_true(lambda: self.database.sql("SELECT last_error <> '' FROM outbox") == ["1"])
        self.await_true(lambda: self.health().get("waiting") == 1)

    def health(self):
        return json.loads(ask(self.folder.gate, parameters("/auth/health")).body)["services"]["mail"]

    def test_the_link_works_and_stands_in_no_log(self):
        server = self.server()
        self.serve(upkeep__every="1d", **server.settings())
        self.forgot()
        self.await_true(lambda: server.taken())
        token = re.search(r"dwp_[A-Za-z0-9_-]+", server.taken()[0]["message"].replace("=\r\n", ""))[0]
        page = ask(self.folder.app, parameters("/auth/password/reset?token=" + token))
        self.assertEqual((page.status, page.header("Referrer-Policy")), (200, "strict-origin"))
        body = json.dumps({"token": token, "new_password": "violet tractors hum at midnight"}).encode()
        answer = ask(self.folder.app, parameters(
            "/auth/password/reset", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body))), body)
        self.assertEqual(answer.status, 204)
        self.assertNotIn(token[30:], self.folder.logged())

    def test_a_cgi_request_leaves_somebody_behind_who_sends_it(self):
        server = self.server()
        self.folder.write(upkeep__cgi_one_in="1000000", **server.settings())
        body = json.dumps({"email": self.email})
        done = subprocess.run([BINARY], input=body, capture_output=True, text=True, timeout=60, check=True,
                              env={"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/auth",
                                   "PATH_INFO": "/password/forgot", "SERVER_PROTOCOL": "HTTP/1.1",
                                   "SERVER_NAME": "localhost", "REMOTE_ADDR": "192.0.2.1", "HTTP_X_TENANT_ID": "acme",
                                   "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
                                   "DOORWARD_CONFIG": str(self.folder.config)})
        self.assertIn("202", done.stdout.splitlines()[0])
        self.await_true(lambda: server.taken())

    def test_the_worker_is_not_linked_with_what_talks_to_mail_servers(self):
        def needs(program):
            said = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
            return re.findall(r"NEEDED.*\[(.*)\]", said)
        self.assertFalse([name for name in needs(BINARY) if "curl" in name])
        self.assertTrue([name for name in needs(pathlib.Path(BINARY).with_name("doorwardctl")) if "curl" in name])


if __name__ == "__main__":
    unittest.main()
