"""Checks that have come together ask memcached together, and each for itself where that would be too early."""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("costs", "support")]
from doorward_process import BINARY, Master, stand_still
from fastcgi_client import ask, connect, read_answer, record, request
from own_installation import EMAIL, PASSWORD, Installation
from scenario import cookie, tokens
from worker import check, plain


class Together(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation(run__gate_workers=1, run__app_workers=1, upkeep__every="0s", log__level="info")
        cls.installation.log = cls.log = cls.installation.path / "log"
        cls.gate, cls.app = (str(cls.installation.path / name) for name in ("gate.sock", "app.sock"))
        cls.master = Master(cls.installation).await_note("READY=1")
        status = subprocess.run([BINARY + "ctl", "--config", cls.installation.config, "--json", "status"], check=True,
                                capture_output=True, text=True)
        cls.worker = next(each["pid"] for each in json.loads(status.stdout)["workers"] if each["pool"] == "gate")

    @classmethod
    def tearDownClass(cls):
        code = cls.master.stop()
        cls.installation.remove()
        assert code == 0, code

    def log_in(self, transport="token"):
        body = json.dumps({"email": EMAIL, "password": PASSWORD, "transport": transport}).encode()
        answer = ask(self.app, plain("/auth/login", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body))), body)
        self.assertEqual(answer.status, 200)
        return {"HTTP_COOKIE": cookie(answer)} if transport == "session" else \
            {"HTTP_AUTHORIZATION": "Bearer " + tokens(answer)["access_token"]}

    def log_out(self, credential):
        ended = ask(self.app, plain("/auth/logout", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH="2", **credential), b"{}")
        self.assertEqual(ended.status, 204)

    def kept(self, credential):
        """A connection that the worker keeps, whose last check was allowed, or refused where there is no credential."""
        peer = connect(self.gate)
        self.addCleanup(peer.close)
        for _ in range(2):  # the first may be a token that the worker did not know
            peer.sendall(request(check(**credential), keep=True))
            self.assertEqual(read_answer(peer).status, 204 if credential else 401)
        return peer

    def while_stopped(self, send):
        """What is sent lies before the worker when it wakes."""
        stand_still(self.worker)
        try:
            send()
        finally:
            os.kill(self.worker, signal.SIGCONT)

    def lines(self, correlations):
        """The log's lines of these checks, when all are there."""
        deadline = time.monotonic() + 20
        while True:
            lines = [json.loads(line) for line in self.log.read_text().splitlines() if '"request"' in line]
            found = [line for line in lines if line.get("correlation_id") in correlations]
            if len(found) == len(correlations):
                return found
            self.assertLess(time.monotonic(), deadline, self.log.read_text()[-2000:])

    def ask_together(self, peers):
        """Answers and lines of checks by (connection, credential), which the worker finds together."""
        names = [os.urandom(16).hex() for _ in peers]

        def send():
            for (peer, credential), name in zip(peers, names):
                peer.sendall(request(check(**credential, HTTP_X_CORRELATION_ID=name), keep=True))

        self.while_stopped(send)
        return [read_answer(peer) for peer, _ in peers], self.lines(names)

    def test_one_question_serves_all(self):
        one, other, session = self.log_in(), self.log_in(), self.log_in("session")
        peers = [(self.kept(each), each) for each in (one, other, session, {}, one)]
        answers, lines = self.ask_together(peers)
        self.assertEqual([answer.status for answer in answers], [204, 204, 204, 401, 204])
        self.assertEqual(sorted(line["memcached_calls"] for line in lines), [0, 0, 0, 0, 1])
        self.assertEqual(sum(line["database_calls"] for line in lines), 0)
        ids = {answer.header("X-Doorward-Session") for answer in answers if answer.status == 204}
        self.assertEqual(len(ids), 3)  # everybody's own facts

    def test_what_is_gone_from_memory_is_read_for_each(self):
        one, other = self.log_in(), self.log_in()
        peers = [(self.kept(each), each) for each in (one, other)]
        self.log_out(other)
        answers, _ = self.ask_together(peers)
        self.assertEqual([answer.status for answer in answers], [204, 401])

    def test_a_request_that_came_later_is_not_answered_by_an_earlier_look(self):
        credential = self.log_in()
        first, late = self.kept(credential), self.kept(credential)
        whole = request(check(**credential), keep=True)

        def send():
            first.sendall(whole)
            late.sendall(whole[:-100])

        self.while_stopped(send)
        self.assertEqual(read_answer(first).status, 204)
        self.log_out(credential)
        late.sendall(whole[-100:])
        self.assertEqual(read_answer(late).status, 401)

    def test_a_request_whose_body_ends_later_is_answered_by_a_look_behind_it(self):
        credential, other = self.log_in(), self.log_in()
        first = self.kept(credential)
        late = self.kept(other)
        whole = request(plain("/auth/verify", **other), keep=True)

        def send():
            late.sendall(whole[:-8])  # all but the empty STDIN
            first.sendall(request(check(**credential), keep=True))

        self.while_stopped(send)
        self.assertEqual(read_answer(first).status, 204)  # nobody waits for somebody who is still speaking
        self.log_out(other)
        late.sendall(whole[-8:])
        self.assertEqual(read_answer(late).status, 401)

    def test_a_peer_that_takes_no_replies_holds_nobody(self):
        credential = self.log_in()
        first, greedy = self.kept(credential), self.kept(credential)

        def send():
            greedy.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    greedy.send(record(9, number=0) * 500)
            first.sendall(request(check(**credential), keep=True))

        self.while_stopped(send)
        self.assertEqual(read_answer(first).status, 204)


if __name__ == "__main__":
    unittest.main()
