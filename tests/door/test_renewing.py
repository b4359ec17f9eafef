"""Sessions in use are read again by one process for all workers; without it each worker reads what it is asked for."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("costs", "support")]
from doorward_process import BINARY, Master, alive, gone, stand_still
from fastcgi_client import ask
from own_installation import EMAIL, PASSWORD, Installation
from scenario import cookie, tokens
from worker import check, plain


def operate(house, *words):
    return subprocess.run([BINARY + "ctl", "--config", house.config, *words], capture_output=True, text=True, timeout=60, check=False).stdout


def workers(house):
    return json.loads(operate(house, "--json", "status"))["workers"]


class Renewing(unittest.TestCase):
    def setUp(self):
        self.house = Installation(memcached__trust="1s", run__gate_workers=2, run__app_workers=1, upkeep__every="0s", log__level="info")
        self.addCleanup(self.house.remove)
        self.house.log = self.house.path / "log"
        self.master = Master(self.house).await_note("READY=1")
        self.addCleanup(self.master.stop)
        self.asked = 0

    def ask(self, pool, values, body=b""):
        self.asked += 1
        return ask(str(self.house.path / f"{pool}.sock"), values, body)

    def post(self, path, value, **more):
        body = json.dumps(value).encode()
        return self.ask("app", plain(path, "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)), **more), body)

    def renewer(self, former=None):
        """Another than `former`; it takes its seat a moment after it was begun."""
        deadline = time.monotonic() + 20
        while (pid := next((one["pid"] for one in workers(self.house) if one["pool"] == "renew"), former)) == former:
            self.assertLess(time.monotonic(), deadline)
        return pid

    def log_in(self, transport):
        answer = self.post("/auth/login", {"email": EMAIL, "password": PASSWORD, "transport": transport})
        self.assertEqual(answer.status, 200)
        return {"HTTP_COOKIE": cookie(answer)} if transport == "session" else \
            {"HTTP_AUTHORIZATION": "Bearer " + tokens(answer)["access_token"]}

    def status(self, credential):
        return self.ask("gate", check(**credential)).status

    def requests(self):
        """The lines of all that was asked; the last ones may come a moment after the answers."""
        deadline = time.monotonic() + 20
        while len(lines := [line for line in map(json.loads, self.house.log.read_text().rpartition("\n")[0].splitlines())
                            if line["msg"] == "request"]) < self.asked:
            self.assertLess(time.monotonic(), deadline)
        return lines

    def statements(self):
        """Those of requests, and those between requests."""
        read = sum(line["database_calls"] for line in self.requests())
        return read, int(re.search(r"(?m)^doorward_database_statements_total (\d+)$", operate(self.house, "metrics"))[1]) - read

    def check_until(self, credential, happened):
        deadline = time.monotonic() + 60
        while not happened():
            self.assertLess(time.monotonic(), deadline)
            for _ in range(20):
                self.assertEqual(self.status(credential), 204)

    def read_between(self, credential):
        """Asks on until something was read without a request."""
        before = self.statements()[1]
        self.check_until(credential, lambda: self.statements()[1] > before)

    def test_one_process_reads_for_all(self):
        for transport in ("token", "session"):
            credential = self.log_in(transport)
            self.read_between(credential)
            stand_still(renewer := self.renewer())
            # What it had begun may still be counted.
            self.check_until(credential, lambda before=self.statements()[0]: self.statements()[0] > before)
            between = self.statements()[1]
            self.check_until(credential, lambda before=self.statements()[0]: self.statements()[0] > before)
            self.assertEqual(self.statements()[1], between)
            os.kill(renewer, signal.SIGCONT)
            self.read_between(credential)
            self.assertEqual(self.post("/auth/logout", {}, **credential).status, 204)
            self.assertEqual({self.status(credential) for _ in range(20)}, {401})

    def test_one_that_dies_is_replaced(self):
        credential = self.log_in("session")
        former = self.renewer()
        os.kill(former, signal.SIGKILL)
        self.assertTrue(gone(former))
        another = self.renewer(former)
        self.read_between(credential)
        self.assertEqual(self.house.log.read_text().count('"pool":"renew"'), 1)
        self.assertTrue(alive(another))

    def test_it_ends_with_its_master(self):
        renewer = self.renewer()
        self.assertEqual(self.master.stop(), 0)
        self.assertTrue(gone(renewer))

    def test_new_settings_are_its_own_too(self):
        former = self.renewer()
        os.kill(self.master.pid, signal.SIGHUP)
        self.master.await_note("READY=1")
        self.assertTrue(gone(former))
        credential = self.log_in("token")
        self.read_between(credential)
        self.assertTrue(alive(self.renewer(former)))


class NothingToRead(unittest.TestCase):
    def test_there_is_none_where_nothing_is_remembered(self):
        house = Installation(memcached__servers="", run__gate_workers=1, run__app_workers=1, upkeep__every="0s")
        self.addCleanup(house.remove)
        house.log = house.path / "log"
        master = Master(house).await_note("READY=1")
        self.addCleanup(master.stop)
        deadline = time.monotonic() + 20
        while (pools := {one["pool"] for one in workers(house)}) != {"gate", "app", "hash"}:
            self.assertLess(time.monotonic(), deadline, pools)
        self.assertNotIn("workers are missing", json.loads(operate(house, "--json", "status"))["wrong"])


if __name__ == "__main__":
    unittest.main()
