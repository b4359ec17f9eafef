"""The log: one line a request, its level by signal, its way to the journal, and a client's trace in it."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import BINARY, Folder, Master
from fastcgi_client import AUTHORIZER, ask, parameters

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
COUNTS = ("status", "duration_us", "hash_us", "hash_wait_us", "database_us", "database_calls", "memcached_us",
          "memcached_calls")


class Log(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def start(self, **settings):
        self.folder.write(**settings)
        self.master = Master(self.folder).await_note("READY=1")
        self.addCleanup(self.master.stop)

    def lines(self, word="request"):
        return [line for line in map(json.loads, self.folder.logged().splitlines()) if line["msg"] == word]

    def await_lines(self, count, word="request"):
        """The line comes after the answer, so it may be a moment later."""
        until = time.monotonic() + 20
        while len(self.lines(word)) < count and time.monotonic() < until:
            os.sched_yield()
        found = self.lines(word)
        self.assertEqual(len(found), count, self.folder.logged())
        return found

    def line_of(self, values, address=None, **more):
        before = len(self.lines())
        ask(address or self.folder.app, values, **more)
        return self.await_lines(before + 1)[-1]

    def test_one_line_for_each_request(self):
        self.start()
        line = self.line_of(parameters(HTTP_X_CORRELATION_ID="mine-1", REMOTE_ADDR="192.0.2.7"))
        self.assertEqual([line[name] for name in ("level", "correlation_id", "route", "method", "status", "address")],
                         ["info", "mine-1", "GET /auth/health/live", "GET", 200, "192.0.2.7"])
        for name in COUNTS:
            self.assertIs(type(line[name]), int, name)
        for name in ("code", "door", "tenant_id", "user_id", "session_id", "trace_id", "span_id", "parent_id"):
            self.assertNotIn(name, line)

    def test_as_key_and_value_it_says_the_same(self):
        self.start(log__format="text")
        ask(self.folder.app, parameters(HTTP_X_CORRELATION_ID="mine-4"))
        until = time.monotonic() + 20
        while "mine-4" not in self.folder.logged() and time.monotonic() < until:
            os.sched_yield()
        self.assertRegex(self.folder.logged(), r'(?m)^time="[^"]+Z" level="info" msg="request" correlation_id="mine-4" '
                                               r'route="GET /auth/health/live" method="GET" status=200 .*memcached_calls=0$')

    def test_refusals_have_their_code(self):
        self.start()
        unknown = self.line_of(parameters("/auth/no-such-place"))
        self.assertEqual((unknown["route"], unknown["status"], unknown["code"]), ("none", 404, "NOT_FOUND"))
        malformed = self.line_of(parameters(REQUEST_METHOD="GET IT"))
        self.assertEqual((malformed["status"], malformed["code"]), (400, "VALIDATION_ERROR"))
        self.assertNotIn("method", malformed)
        down = self.line_of(parameters("/auth/login", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH="61",
                                       HTTP_X_TENANT_ID="acme"),
                            body=b'{"email": "ann@example.com", "password": "a secret sentence"}')
        self.assertEqual((down["route"], down["status"], down["code"]), ("POST /auth/login", 503, "DEPENDENCY_DOWN"))
        self.assertGreater(down["database_calls"], 0)

    def test_the_gate_says_which_door(self):
        self.start()
        nginx = self.line_of(parameters(DOORWARD_DOOR="check-nginx", DOORWARD_TENANT="acme", DOORWARD_URI="/secret?a=b"),
                             self.folder.gate)
        self.assertEqual((nginx["route"], nginx["door"], nginx["status"], nginx["code"]),
                         ("/auth/verify", "nginx", 401, "AUTH_REQUIRED"))
        apache = self.line_of(parameters(DOORWARD_TENANT="acme"), self.folder.gate, role=AUTHORIZER)
        self.assertEqual((apache["door"], apache["status"]), ("apache", 401))

    def test_a_trace_goes_on(self):
        self.start()
        line = self.line_of(parameters(HTTP_TRACEPARENT=f"00-{TRACE}-{PARENT}-01"))
        self.assertEqual((line["trace_id"], line["parent_id"]), (TRACE, PARENT))
        self.assertRegex(line["span_id"], "^[0-9a-f]{16}$")
        self.assertNotEqual(line["span_id"],
                            self.line_of(parameters(HTTP_TRACEPARENT=f"00-{TRACE}-{PARENT}-01"))["span_id"])
        for wrong in (f"00-{TRACE.upper()}-{PARENT}-01", f"00-{'0' * 32}-{PARENT}-01", f"00-{TRACE}-{PARENT}"):
            line = self.line_of(parameters(HTTP_TRACEPARENT=wrong))
            self.assertEqual({"trace_id", "span_id", "parent_id"} & line.keys(), set())

    def test_what_went_wrong_names_its_request_and_trace(self):
        self.start()
        body = b'{"email": "ann@example.com", "password": "a secret sentence"}'
        said = {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "HTTP_X_TENANT_ID": "acme"}
        for ids in ({"correlation_id": "mine-2", "trace_id": TRACE}, {"correlation_id": "mine-3"}):
            traced = {"HTTP_TRACEPARENT": f"00-{TRACE}-{PARENT}-01"} if "trace_id" in ids else {}
            self.line_of(parameters("/auth/login", "POST", HTTP_X_CORRELATION_ID=ids["correlation_id"], **said, **traced), body=body)
            line = self.lines("a request failed")[-1]
            self.assertEqual({name: line[name] for name in ("correlation_id", "trace_id") if name in line}, ids)
            self.assertEqual(self.lines("database host does not answer")[-1]["correlation_id"], ids["correlation_id"])

    def test_sigusr1_turns_debug_on_and_off_in_all_workers(self):
        self.start(log__level="warning", run__app_workers=4)
        for number, least in enumerate(("debug", "warning", "debug", "warning"), 1):
            self.master.tell(signal.SIGUSR1)
            self.assertEqual(self.await_lines(number, "the log's level is another now")[-1]["least"], least)
            before = len(self.lines())
            for _ in range(12):
                self.assertEqual(ask(self.folder.app).status, 200)
                self.assertEqual(ask(self.folder.gate).status, 200)
            self.await_lines(before + (24 if least == "debug" else 0))
        self.assertEqual(len(self.master.workers()), 2 + 4 + 1)  # one that hashes

    def test_new_settings_end_debug(self):
        self.start(log__level="warning")
        self.master.tell(signal.SIGUSR1)
        self.await_lines(1, "the log's level is another now")
        self.master.tell(signal.SIGHUP)
        self.master.await_note("RELOADING=1").await_note("READY=1")
        self.assertEqual(ask(self.folder.app).status, 200)
        self.assertEqual(self.lines(), [])

    def test_a_worker_on_its_own_hears_sigusr1(self):
        self.folder.write(log__level="warning")
        path = str(self.folder.path / "zero.sock")
        with socket.socket(socket.AF_UNIX) as listener, open(self.folder.log, "ab") as log:
            listener.bind(path)
            listener.listen(16)
            process = subprocess.Popen([BINARY], stdin=listener, stderr=log,
                                       env={"DOORWARD_CONFIG": str(self.folder.config)})
        self.addCleanup(process.wait, 20)
        self.addCleanup(process.terminate)
        self.assertEqual(ask(path).status, 200)
        self.assertEqual(self.lines(), [])
        process.send_signal(signal.SIGUSR1)
        self.await_lines(1, "the log's level is another now")
        self.line_of(parameters(), path)

    def journal(self):
        """A journal of our own, which the master finds where systemd's stands, in a namespace of its own."""
        place = self.folder.path / "systemd/journal"
        place.mkdir(parents=True)
        taken = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(taken.close)
        taken.settimeout(20)
        taken.bind(str(place / "socket"))
        self.folder.log.touch()
        stream = self.folder.log.stat()
        os.environ["JOURNAL_STREAM"] = f"{stream.st_dev}:{stream.st_ino}"
        self.addCleanup(os.environ.pop, "JOURNAL_STREAM")
        return taken, ["unshare", "-m", "bash", "-c", f'mount --bind "{self.folder.path}" /run && exec "$0" "$@"']

    @unittest.skipIf(os.geteuid() != 0, "only root makes a namespace with another /run")
    def test_the_journal_has_lines_and_fields(self):
        taken, inside = self.journal()
        self.folder.write()
        master = Master(self.folder, inside=inside).await_note("READY=1")
        self.addCleanup(master.stop)
        self.assertEqual(ask(self.folder.app, parameters(HTTP_X_CORRELATION_ID="mine-2")).status, 200)
        while "MESSAGE" not in (entry := dict(line.split("=", 1) for line in taken.recv(65536).decode().splitlines())) \
                or json.loads(entry["MESSAGE"])["msg"] != "request":
            self.assertIn(entry["PRIORITY"], "4567")
        line = json.loads(entry.pop("MESSAGE"))
        self.assertEqual((entry.pop("PRIORITY"), entry.pop("SYSLOG_IDENTIFIER")), ("6", "doorward"))
        self.assertEqual(entry, {f"DOORWARD_{name.upper()}": str(value) for name, value in line.items()
                                 if name not in ("time", "level", "msg")})
        self.assertEqual(entry["DOORWARD_CORRELATION_ID"], "mine-2")
        self.assertEqual(self.folder.logged(), "")

    @unittest.skipIf(os.geteuid() != 0, "only root makes a namespace with another /run")
    def test_a_journal_that_takes_nothing_is_told_the_level(self):
        taken, inside = self.journal()
        taken.close()
        self.folder.write()
        master = Master(self.folder, inside=inside).await_note("READY=1")
        self.assertEqual(ask(self.folder.app).status, 200)
        self.assertEqual(master.stop(), 0)
        lines = self.folder.logged().splitlines()
        self.assertLessEqual({"<5>", "<6>"}, {line[:3] for line in lines})
        for line in lines:
            marks = {"warning": "<4>", "notice": "<5>", "info": "<6>"}
            self.assertEqual(marks[json.loads(line[3:])["level"]], line[:3])

    def test_nothing_that_a_client_says_in_confidence_at_any_level(self):
        self.start(log__level="debug")
        body = b'{"email": "canary-one@example.com", "password": "canary-two sings", "refresh_token": "canary-three"}'
        said = {"HTTP_AUTHORIZATION": "Bearer canary-four", "HTTP_COOKIE": "doorward_session=canary-five",
                "HTTP_X_API_KEY": "canary-six", "HTTP_IDEMPOTENCY_KEY": "canary-seven", "HTTP_X_TENANT_ID": "acme",
                "HTTP_TRACEPARENT": "canary-eight", "HTTP_TRACESTATE": "canary-nine", "CONTENT_TYPE": "application/json",
                "HTTP_USER_AGENT": "canary-ten", "CONTENT_LENGTH": str(len(body))}
        lines = 0
        for path in ("/auth/login", "/auth/refresh", "/auth/logout", "/auth/register", "/auth/canary-eleven"):
            lines += 1
            self.line_of(parameters(path + "?email=canary-twelve", "POST", **said), body=body)
        self.line_of(parameters(DOORWARD_DOOR="check-nginx", DOORWARD_TENANT="acme", DOORWARD_URI="/canary-thirteen?a=b",
                                **{**said, "CONTENT_LENGTH": ""}), self.folder.gate)
        self.assertEqual(len(self.lines()), lines + 1)
        self.assertNotIn("canary", self.folder.logged())
