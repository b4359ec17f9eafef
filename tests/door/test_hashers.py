"""A hasher that hangs: sign-ins go on without it, it is told of, and the master puts another in its place."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("costs", "support")]
from doorward_process import BINARY, Master, alive, gone, stand_still
from fastcgi_client import ask, parameters
from own_installation import EMAIL, HOST, PASSWORD, Installation


class Hashers(unittest.TestCase):
    def setUp(self):
        self.house = Installation(password__hash_slots=1, run__gate_workers=1, run__app_workers=2, upkeep__every="0s",
                                  metrics__networks="127.0.0.1/32")
        self.addCleanup(self.house.remove)
        self.house.log = self.house.path / "log"
        self.master = Master(self.house).await_note("READY=1")
        self.addCleanup(self.master.stop)

    def log_in(self, password=PASSWORD):
        body = json.dumps({"email": EMAIL, "password": password}).encode()
        return ask(str(self.house.path / "app.sock"), parameters("/auth/login", "POST", HTTP_HOST=HOST, CONTENT_TYPE="application/json",
                                                                 CONTENT_LENGTH=str(len(body))), body, timeout=30).status

    def hasher(self):
        """The only one that the workers see."""
        said = subprocess.run([BINARY + "ctl", "--config", self.house.config, "--json", "status"], capture_output=True, text=True,
                              timeout=30, check=False).stdout
        return [one["pid"] for one in json.loads(said)["workers"] if one["pool"] == "hash"]

    def counted(self, name):
        text = ask(str(self.house.path / "gate.sock"), parameters("/auth/metrics")).body.decode()
        return int(re.search(rf"(?m)^doorward_{name} (\d+)$", text)[1])

    def stand_still(self, pid):
        stand_still(pid)
        self.addCleanup(lambda: alive(pid) and os.kill(pid, signal.SIGCONT))

    def test_one_that_hangs_is_replaced(self):
        self.assertEqual(self.log_in(), 200)
        (hung,) = self.hasher()
        self.stand_still(hung)
        self.assertEqual(self.log_in(), 200)
        self.assertEqual(self.counted("hash_timeouts_total"), 1)
        self.assertEqual(self.log_in(), 200)
        self.assertEqual(self.log_in("not this one"), 401)
        self.assertEqual(self.counted("hash_timeouts_total"), 1)  # the new one answered
        self.assertTrue(gone(hung))
        self.assertNotIn(hung, self.hasher())
        logged = self.house.log.read_text()
        for line in ("a hasher gave no answer in time", "the hashers are replaced"):
            self.assertEqual(logged.count(line), 1, logged)


if __name__ == "__main__":
    unittest.main()
