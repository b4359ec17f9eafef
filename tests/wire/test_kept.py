"""nginx keeps its connections to the gate: checks need no new ones, and a reload under load fails no request."""
import os
import pathlib
import signal
import threading
import unittest

from site_under_test import DEMO, ask, bearer, person

STACK = pathlib.Path(DEMO["config"]).parent.parent  # the running stack's VAR
NGINX_LOG = STACK / "log/nginx.log"
CONNECTED = "03"


def gate_connections():
    """The gate's ends of connections that are open now, as the kernel names them."""
    lines = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().splitlines()]
    path = f"{STACK}/run/doorward/gate.sock"
    return {line[6] for line in lines if line[5] == CONNECTED and line[7:] and line[7].removesuffix(".new") == path}


class Load:
    """Clients that ask for a protected page without a pause until told."""

    def __init__(self, headers, clients):
        self.headers, self.seen, self.over = headers, [], threading.Event()
        self.some = threading.Semaphore(0)
        self.threads = [threading.Thread(target=self.run) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.over.is_set():
            self.seen.append(ask("nginx", "GET", "/headers/", self.headers).status)
            self.some.release()

    def await_answers(self, count):
        for _ in range(count):
            assert self.some.acquire(timeout=30)

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self.seen


class Kept(unittest.TestCase):
    def test_a_thousand_checks_need_no_new_connection(self):
        good = bearer(person("acme", "owner"))
        questions = [(good, 200), ({}, 401), (bearer(person("globex", "owner")), 200)]
        noted = NGINX_LOG.stat().st_size
        for headers, status in questions:
            self.assertEqual(ask("nginx", "GET", "/headers/", headers).status, status)
        before = gate_connections()
        self.assertTrue(before)
        fresh = set()
        for number in range(1000):
            headers, status = questions[number % len(questions)]
            self.assertEqual(ask("nginx", "GET", "/headers/", headers).status, status)
            fresh |= gate_connections() - before
        self.assertLessEqual(len(fresh), 1)  # nginx itself replaces one after a thousand requests (keepalive_requests)
        with NGINX_LOG.open("rb") as log:
            log.seek(noted)
            self.assertEqual(log.read(), b"")
        self.assertEqual([path for path in (STACK / "tmp/nginx-fastcgi").rglob("*") if path.is_file()], [])

    def test_reloads_under_load_fail_no_request(self):
        master = int((STACK / "run/doorward/doorward.pid").read_text())
        load = Load(bearer(person("acme", "owner")), clients=16)
        for _ in range(10):
            load.await_answers(50)
            os.kill(master, signal.SIGHUP)
        load.await_answers(50)
        self.assertEqual(set(load.end()), {200})


if __name__ == "__main__":
    unittest.main()
