"""Malformed, stalled and greedy peers against the real worker: no crash, no hang, the next one is served."""
import contextlib
import json
import os
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import Folder, Master
from fastcgi_client import (AUTHORIZER, BEGIN, PARAMS, STDIN, ask, begin, connect, pair, parameters, read_answer,
                            record, request, stream)

DEADLINE = 1.0  # run.peer_timeout of these tests
SLACK = 1.5


def resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder()
        cls.folder.write(run__gate_workers=1, run__app_workers=1)
        cls.master = Master(cls.folder).await_note("READY=1")
        cls.workers = cls.master.workers()
        for address in (cls.folder.gate, cls.folder.app):
            ask(address)

    @classmethod
    def tearDownClass(cls):
        code = cls.master.stop()
        cls.folder.remove()
        assert code == 0, code

    def served(self):
        self.assertEqual(ask(self.folder.app).status, 200)
        self.assertEqual(self.master.workers(), self.workers, "a worker died")

    def throw(self, data, half_close=False):
        """Sends, and waits for the end of the connection; what came back."""
        began, back = time.monotonic(), b""
        with connect(self.folder.app, DEADLINE + SLACK + 3) as peer:
            try:
                peer.sendall(data)
                if half_close:
                    peer.shutdown(socket.SHUT_WR)
                while part := peer.recv(65536):
                    back += part
            except (ConnectionResetError, BrokenPipeError):
                pass
        self.assertLess(time.monotonic() - began, DEADLINE + SLACK)
        return back

    def test_streams_that_are_no_requests(self):
        ended = stream(PARAMS, b"") + stream(STDIN, b"")
        streams = {
            "http": b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "zeros": bytes(4096),
            "noise": bytes(range(256)) * 40,
            "version 2": record(BEGIN, b"\0\1\0\0\0\0\0\0", version=2),
            "role 0": record(BEGIN, bytes(8)) + ended,
            "filter": begin(role=3) + ended,
            "params first": ended,
            "stdin first": begin() + record(STDIN) + ended,
            "two at once": begin() + begin(number=2) + ended,
            "lengths beyond 2^31": begin() + record(PARAMS, b"\xff" * 8 + b"A" * 64) + ended,
            "lengths beyond the stream": begin() + record(PARAMS, b"\x09\x20REQUEST_M") + ended,
            "half a length": begin() + record(PARAMS, b"\x80\0\0") + ended,
            "parameters after their end": request(parameters())[:-8] + record(PARAMS, pair("B", "2")),
        }
        for name, data in streams.items():
            with self.subTest(name):
                self.assertEqual(self.throw(data), b"")
                self.served()

    def test_cut_at_every_byte(self):
        whole = request(parameters())
        for cut in range(1, len(whole)):
            self.throw(whole[:cut], half_close=True)
        self.served()

    def test_a_stalled_peer_is_left_at_the_deadline(self):
        whole = request(parameters())
        for cut in (0, 5, 20, 60, len(whole) - 30):
            with self.subTest(cut):
                began = time.monotonic()
                self.throw(whole[:cut])
                self.assertGreater(time.monotonic() - began, DEADLINE - 0.2)
        self.served()

    def test_a_peer_that_drips_is_left_at_the_deadline(self):
        began = time.monotonic()
        with connect(self.folder.app) as peer, self.assertRaises(OSError):
            for byte in request(parameters(HTTP_X="y" * 4000)):
                peer.sendall(bytes([byte]))
                peer.settimeout(0.05)
                try:
                    if peer.recv(1) == b"":
                        raise ConnectionResetError
                except TimeoutError:
                    peer.settimeout(10)
        self.assertLess(time.monotonic() - began, DEADLINE + SLACK)
        self.served()

    def test_a_body_that_stalls_is_408(self):
        values = parameters("/auth/login", "POST", CONTENT_LENGTH="10", CONTENT_TYPE="application/json")
        with connect(self.folder.app) as peer:
            peer.sendall(request(values, b"{}")[:-10])
            self.assertEqual(read_answer(peer).status, 408)
        self.served()

    def test_limits_are_answered_at_once(self):
        long = {"CONTENT_TYPE": "application/json"}
        post = lambda size: parameters("/auth/login", "POST", CONTENT_LENGTH=size, **long)
        cases = {
            "body by its length": (post("70000"), b"", 413),
            "body by its bytes": (parameters("/auth/login", "POST", **long), b"x" * 70000, 413),
            "length beyond numbers": (post("18446744073709551616"), b"", 413),
            "length in hex": (post("0x10"), b"{}", 400),
            "length with sign": (post("+2"), b"{}", 400),
            "length with blank": (post(" 2"), b"{}", 400),
            "length with zeros": (post("0002"), b"{}", 400),
            "body longer than its length": (post("1"), b"{}", 400),
            "body shorter than its length": (post("3"), b"{}", 400),
            "headers": (parameters(HTTP_COOKIE="a" * 1_000_000), b"", 431),
            "nul": (parameters(HTTP_X_A="b\0c"), b"", 400),
            "nameless": ([*parameters().items(), ("", "x")], b"", 400),
            "two lengths": ([*post("2").items(), ("CONTENT_LENGTH", "3")], b"{}", 400),
            "two tenants": ([*parameters().items(), ("DOORWARD_TENANT", "a"), ("DOORWARD_TENANT", "b")], b"", 400),
        }
        for name, (values, body, status) in cases.items():
            with self.subTest(name):
                began = time.monotonic()
                answer = ask(self.folder.app, values, body)
                self.assertEqual((answer.status, answer.ended), (status, True))
                self.assertIsNotNone(answer.header("X-Correlation-Id"))
                self.assertLess(time.monotonic() - began, 0.9)
                self.served()

    def test_a_peer_that_takes_nothing_is_left(self):
        with connect(self.folder.app) as peer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            for number in range(1, 4000):  # answers fill the socket until the worker may write no more
                try:
                    peer.sendall(request(parameters(), keep=True, number=number % 60000 + 1))
                except OSError:
                    break
            began = time.monotonic()
            self.assertEqual(ask(self.folder.app).status, 200)
            self.assertLess(time.monotonic() - began, DEADLINE + SLACK)
        self.served()

    def test_kept_connection(self):
        with connect(self.folder.app) as peer:
            for number in range(1, 20):
                peer.sendall(request(parameters(), keep=True, number=number))
                self.assertEqual(read_answer(peer).status, 200)
            peer.sendall(request(parameters(), keep=True) + request(parameters(), keep=True, number=2))
            self.assertEqual([read_answer(peer).status, read_answer(peer).status], [200, 200])
            self.served()  # and somebody else beside it
            peer.sendall(request(parameters(), keep=True, number=3))
            self.assertEqual(read_answer(peer).status, 200)

    def test_a_check_is_kept_although_nobody_reads_its_body(self):
        values = parameters("/private", DOORWARD_DOOR="check-nginx", DOORWARD_TENANT="*", DOORWARD_URI="/private")
        with connect(self.folder.gate) as peer:
            for number in range(1, 4):
                peer.sendall(request(values, keep=True, number=number))
                self.assertTrue(read_answer(peer).ended)

    def test_of_too_many_kept_connections_the_longest_idle_is_given_up(self):
        kept = [connect(self.folder.app) for _ in range(66)]
        self.addCleanup(lambda: [peer.close() for peer in kept])
        for peer in kept:
            peer.sendall(request(parameters(), keep=True))
            self.assertEqual(read_answer(peer).status, 200)
        for peer in kept[:2]:
            self.assertEqual(peer.recv(1), b"")
        for peer in kept[2:]:
            peer.sendall(request(parameters(), keep=True))
            self.assertEqual(read_answer(peer).status, 200)

    def test_who_asks_without_a_pause_starves_nobody(self):
        flood = connect(self.folder.app)
        many = request(parameters(), keep=True) * 100

        def pour():
            try:
                while True:
                    flood.sendall(many)
            except OSError:
                pass

        def drink():
            with contextlib.suppress(ConnectionResetError):
                while flood.recv(65536):
                    pass

        threads = [threading.Thread(target=part) for part in (pour, drink)]
        with connect(self.folder.app) as kept:
            for thread in threads:
                thread.start()
            for _ in range(20):
                kept.sendall(request(parameters(), keep=True))
                self.assertEqual(read_answer(kept).status, 200)
                self.served()
        flood.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        flood.close()

    def test_authorizer_is_not_asked_for_a_body(self):
        values = parameters("/private", DOORWARD_TENANT="acme")
        answer = ask(self.folder.gate, values, role=AUTHORIZER)
        self.assertNotEqual(answer.status, 200)
        self.assertTrue(answer.ended)
        self.assertFalse([name for name, _ in answer.headers if name.startswith("Variable-")])

    def test_shared_streams(self):
        vectors = os.environ.get("VECTORS")
        if not vectors:
            self.skipTest("VECTORS is not set")
        cases = json.loads((pathlib.Path(vectors) / "fastcgi" / "malformed_records.json").read_text())["cases"]
        self.assertGreater(len(cases), 50)
        ask(self.folder.app, parameters("/auth/.well-known/jwks.json"))  # what the first question to the database takes is kept
        for case in cases:
            with self.subTest(case["name"]):
                before = resident(self.workers[1])
                back = self.throw(bytes.fromhex(case["hex"]), half_close="cut at" in case["name"] or "keep-conn" in case["name"])
                if "asan" not in os.environ.get("BUILD", ""):  # a sanitizer keeps what was freed
                    self.assertLess(resident(self.workers[1]) - before, 1 << 20)
                self.check_expected(case["expect"], back)
                self.served()

    def check_expected(self, expect, back):
        if expect.startswith("closed-or-protocol-error"):
            self.assertNotIn(b"Status: 2", back)
        if expect in ("answered", "200-or-401 then END_REQUEST"):
            self.assertIn(b"Status: ", back)
        if expect.startswith("two answers"):
            self.assertEqual(back.count(b"Status: "), 2)
        if expect.startswith("400 or 413"):
            self.assertTrue(b"Status: 400" in back or b"Status: 413" in back)
        if expect == "GET_VALUES_RESULT":
            self.assertEqual(back[1], 10)
        self.assertNotIn(b"Status: 500", back)

    def test_many_idle_connections(self):
        before = [descriptors(pid) for pid in self.workers]
        idle = []
        try:
            for _ in range(2000):
                idle.append(connect(self.folder.app))
        finally:
            spent = sum(self.spent(pid) for pid in self.workers)
            readings = [descriptors(pid) for pid in self.workers]
            for peer in idle:
                peer.close()
        began = time.monotonic()
        self.served()
        self.assertLess(time.monotonic() - began, 1 + DEADLINE)
        self.assertLess(max(readings), max(before) + 3)
        self.assertLess(sum(self.spent(pid) for pid in self.workers) - spent, 100, "a worker spins")
        self.assertEqual([descriptors(pid) for pid in self.workers], before)

    @staticmethod
    def spent(pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])  # ticks of 10 ms


if __name__ == "__main__":
    unittest.main()
