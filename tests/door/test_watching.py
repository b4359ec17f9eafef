"""What is seen of the processes: workers, generations, and counts that all of them share. Nothing here needs a database."""
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import unit_sandbox
from doorward_process import BINARY, Folder, Master, alive, gone, stand_still
from fastcgi_client import Answer, ask, connect, parameters, read_answer, request

LIVE = 'doorward_requests_total{route="health_live",status="200"}'


class Watching(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.folder.write(metrics__networks="127.0.0.1/32", memcached__servers="")

    def begin(self):
        master = Master(self.folder).await_note("READY=1")
        self.addCleanup(lambda: master.process.poll() is None and master.stop())
        return master

    def metrics(self):
        answer = ask(self.folder.gate, parameters("/auth/metrics"))
        self.assertEqual(answer.status, 200)
        return dict(line.rsplit(" ", 1) for line in answer.body.decode().splitlines() if not line.startswith("#"))

    def control(self, *words):
        return subprocess.run([BINARY + "ctl", "--config", self.folder.config, *words], capture_output=True, text=True,
                              timeout=30, check=False)

    def test_counts_are_shared_and_outlive_workers_reloads_and_the_master(self):
        master = self.begin()
        for _ in range(20):
            ask(self.folder.app)
        victim = master.workers()[0]
        os.kill(victim, signal.SIGKILL)
        self.assertTrue(gone(victim))
        self.awaited(lambda: self.restarts_of(self.metrics()) == 1)
        master.tell(signal.SIGHUP)
        master.await_note("READY=1")
        ask(self.folder.gate)
        found = self.metrics()
        self.assertEqual(found[LIVE], "21")
        self.assertEqual(self.restarts_of(found), 1)
        self.assertEqual(found["doorward_generation"], "2")
        master.stop()
        self.begin()
        found = self.metrics()
        self.assertEqual(found[LIVE], "21")
        self.assertEqual(found["doorward_generation"], "1")
        self.assertEqual(found['doorward_workers{pool="gate",state="busy"}'], "1")
        self.awaited(lambda: self.workers_of(self.metrics()) == 2 + 2 + 1)  # the last of them may just be beginning

    def awaited(self, holds):
        deadline = time.monotonic() + 20
        while not holds():
            self.assertLess(time.monotonic(), deadline)

    @staticmethod
    def workers_of(found):
        return sum(int(value) for name, value in found.items() if name.startswith("doorward_workers{"))

    @staticmethod
    def restarts_of(found):
        return sum(int(value) for name, value in found.items() if name.startswith("doorward_worker_restarts_total{"))

    def sandbox(self, unit, account=None):
        state = self.folder.path / "state/mail"
        state.mkdir(parents=True)
        for path in (self.folder.path, *self.folder.path.rglob("*")):
            shutil.chown(path, account or "root", account or "root")
        return unit_sandbox.Sandbox(unit, self.folder.path, state.parent, account)

    @unittest.skipIf(unit_sandbox.reason(), unit_sandbox.reason())
    def test_the_service_works_where_its_unit_shuts_it_in(self):
        """With a /proc that hides its workers from each other, too."""
        inside = self.sandbox(unit_sandbox.shipped("doorward.service"), "www-data").inside()
        for shut in ("test -d /proc/1", f"touch {self.folder.path}/../nobody"):
            self.assertEqual(subprocess.run([*inside, *shut.split()], stderr=subprocess.DEVNULL, check=False).returncode, 1, shut)
        self.addCleanup(os.umask, os.umask(0))  # www-data writes to the socket of our notes
        master = Master(self.folder, inside=inside).await_note("READY=1")
        self.addCleanup(master.stop)
        self.awaited(lambda: self.workers_of(self.metrics()) == 2 + 2 + 1)
        os.kill(master.workers()[0], signal.SIGKILL)
        self.awaited(lambda: self.restarts_of(self.metrics()) == 1)
        self.awaited(lambda: self.workers_of(self.metrics()) == 2 + 2 + 1)
        self.assertIn("doorward_workers{", self.control("metrics").stdout)  # its counts are shared
        self.assertEqual(self.waiting(), {"gate": 0, "app": 0, "hash": 0})

    def waiting(self, *words):
        """Those of pools that `metrics` names, by `doorwardctl` or by the gate."""
        found = self.control(*words, "metrics").stdout if words else "".join(f"{name} {value}\n" for name, value in self.metrics().items())
        return {pool: int(value) for pool, value in re.findall(r'doorward_pool_waiting\{pool="(\w+)"\} (\d+)', found)}

    def stopped(self, pool):
        """All its workers stand still until the test ends, or goes on with them."""
        found = json.loads(self.control("--json", "status").stdout)["workers"]
        pids = [worker["pid"] for worker in found if worker["pool"] == pool]
        for pid in pids:
            stand_still(pid)
            self.addCleanup(lambda one=pid: alive(one) and os.kill(one, signal.SIGCONT))
        return pids

    def assert_queue_is_seen(self):
        """Five requests that wait for the workers of `app`, and then wait no more."""
        pids = self.stopped("app")
        self.assertEqual(self.waiting(), {"gate": 0, "app": 0, "hash": 0})
        peers = [connect(self.folder.app) for _ in range(5)]
        for peer in peers:
            self.addCleanup(peer.close)
            peer.sendall(request(parameters()))
        self.assertEqual(self.waiting(), {"gate": 0, "app": 5, "hash": 0})
        status = self.control("status").stdout
        self.assertRegex(status, r"pool_waiting gate +0\npool_waiting app +5\npool_waiting hash +0\n")
        self.assertRegex(self.control("top", "--once", "--interval", "10").stdout, r"app +2 workers, 0 busy, 5 waiting\n")
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        for peer in peers:
            self.assertEqual(read_answer(peer).status, 200)
        self.assertEqual(self.waiting(), {"gate": 0, "app": 0, "hash": 0})

    def test_who_waits_for_a_pool_is_seen(self):
        self.begin()
        self.assert_queue_is_seen()

    def test_who_waits_at_a_socket_of_systemd_is_seen(self):
        given = socket.socket(socket.AF_UNIX)
        self.addCleanup(given.close)
        given.bind(self.folder.app)
        given.listen(64)
        master = Master(self.folder, [given]).await_note("READY=1")
        self.addCleanup(master.stop)
        self.assert_queue_is_seen()

    def test_who_waits_by_tcp_is_seen_with_the_others(self):
        for host in ("127.0.0.1", "[::1]"):
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with self.subTest(host), socket.socket(family) as free:
                free.bind((host.strip("[]"), 0))
                address = free.getsockname()[:2]
                free.close()
                self.folder.write(run__gate_tcp=f"{host}:{address[1]}", run__gate_secrets="secret")
                master = self.begin()
                pids = self.stopped("gate")
                peers = [connect(self.folder.gate), connect(address), connect(address)]
                for peer in peers:
                    self.addCleanup(peer.close)
                    peer.sendall(request(parameters(DOORWARD_SECRET="secret")))
                told = ["--set", "log.level=error"]  # by doorwardctl: the gate stands still
                self.awaited(lambda: self.waiting(*told)["gate"] == 3)  # the kernel has the first bytes of each
                for pid in pids:
                    os.kill(pid, signal.SIGCONT)
                for peer in peers:
                    self.assertEqual(read_answer(peer).status, 200)
                self.assertEqual(self.waiting(*told), {"gate": 0, "app": 0, "hash": 0})
                # Of a pool whose sockets are not all seen nothing is said.
                self.assertEqual(self.waiting("--set", "run.gate_tcp=127.0.0.1:1"), {"app": 0, "hash": 0})
                self.assertEqual(self.waiting("--set", "run.app_socket=/elsewhere"), {"gate": 0, "hash": 0})
                master.stop()

    def test_a_cgi_program_counts_with_the_others(self):
        self.begin()
        ask(self.folder.app)
        done = subprocess.run([BINARY], env={"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config),
                                             **parameters()}, capture_output=True, timeout=20, check=True)
        self.assertEqual(Answer(done.stdout, True).status, 200)
        self.assertEqual(self.metrics()[LIVE], "2")

    def test_without_a_file_the_service_goes_on_and_says_so_once(self):
        (self.folder.path / "metrics").symlink_to("/nowhere")
        self.begin()
        for _ in range(10):
            self.assertEqual(ask(self.folder.gate).status, 200)
        self.assertEqual(self.metrics()[LIVE], "10")  # the master's children share its memory
        self.assertEqual(self.folder.logged().count("metrics are not shared"), 1)
        self.assertEqual(self.control("metrics").returncode, 3)

    def test_a_cgi_program_without_a_file_does_not_complain_each_time(self):
        (self.folder.path / "metrics").symlink_to("/nowhere")
        for level, lines in (("info", 0), ("debug", 1)):
            self.folder.write(log__level=level)
            with subprocess.Popen([BINARY], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env={"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config), **parameters()}) as done:
                self.assertEqual(Answer(done.stdout.read(), True).status, 200)
                said = done.stderr.read().decode()  # to its end: the line of the request comes after the answer
            self.assertIn('"msg":"request"', said)
            self.assertEqual(said.count("metrics are not shared"), lines)

    def test_what_alerts_wait_for_is_there_from_the_start(self):
        self.begin()
        found = self.metrics()
        for series in ('memory_disbelief_total{reason="bad_mac"}', 'worker_restarts_total{pool="hash"}',
                       'authentications_total{method="reset_code",result="INVALID_TOKEN"}', 'rate_limited_total{class="login"}'):
            self.assertEqual(found["doorward_" + series], "0")
        self.assertLess(abs(int(found["doorward_counted_since_timestamp_seconds"]) - time.time()), 60)

    def test_what_is_refused_at_the_door_is_counted(self):
        self.begin()
        self.assertEqual(ask(self.folder.app, parameters("/auth/login", "POST", CONTENT_LENGTH="70000")).status, 413)
        self.assertEqual(self.metrics()['doorward_requests_total{route="door",status="413"}'], "1")
        for path in ("/auth/login", "/auth/no-such-place"):  # of another pool, of none
            self.assertEqual(ask(self.folder.gate, parameters(path)).status, 404)
        self.assertEqual(self.metrics()['doorward_requests_total{route="door",status="404"}'], "2")

    @unittest.skipIf(unit_sandbox.reason(), unit_sandbox.reason())
    def test_a_tick_that_cannot_share_its_counts_says_so(self):
        def says_so(*inside):
            tick = [BINARY + "ctl", "--config", self.folder.config, "tick"]
            done = subprocess.run([*inside, *tick], capture_output=True, text=True, timeout=30, check=False)
            self.assertEqual(done.returncode, 3, done.stderr)  # there is no database
            return "is not shared with the workers" in done.stderr

        self.assertFalse(says_so())  # no worker has run
        self.begin()
        self.assertFalse(says_so())
        sandbox = self.sandbox(unit_sandbox.shipped("doorward-tick.service"))
        self.assertFalse(says_so(*sandbox.inside()))
        sandbox.text = re.sub(r"(?m)^ReadWritePaths=.*\n", "", sandbox.text)
        self.assertTrue(says_so(*sandbox.inside()))

    def test_top_shows_workers_and_rates(self):
        self.assertEqual(self.control("top", "--once").returncode, 3)
        self.begin()
        ask(self.folder.app)
        with subprocess.Popen([BINARY + "ctl", "--config", self.folder.config, "top", "--interval", "50"],
                              stdout=subprocess.PIPE, text=True) as top:
            screen = ""
            while not re.search(r"health_live +[1-9]", screen):  # refreshed until it saw one of these
                ask(self.folder.app)
                screen += top.stdout.readline()
            top.terminate()
        self.assertIn("\033[H\033[J", screen)
        once = self.control("top", "--once", "--interval", "10").stdout
        self.assertRegex(once, r"app +2 workers, 0 busy, 0 waiting\ngate +2 workers, 0 busy, 0 waiting\nhash +1 workers, 0 busy, 0 waiting\n"
                               r"renew +0 workers, 0 busy\nhash slots +0 of 1 in use, 0 waiting")
        self.assertNotIn("\033", once)
        self.assertRegex(once, r"status +unhealthy\nwrong +database")  # what `status` says, and it asked for it
        self.assertRegex(once, r"schema known +\d+\n")
        self.assertRegex(once, r"gate +\d+ +idle +0 +\d+\n")

    def test_top_fits_into_its_terminal(self):
        """Line by line, and in a taller one whole."""
        self.begin()
        screen, terminal = os.openpty()

        def lines(height):
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, 80, 0, 0))

        lines(24)
        command = [BINARY + "ctl", "--config", self.folder.config, "top", "--interval", "50"]
        with open(screen, "rb") as screen, subprocess.Popen(command, stdout=terminal) as top:
            def frame(good):
                shown = b""
                while not (shown.endswith(b"\033[?7h") and good(shown := shown.rpartition(b"\033[?7l\033[H\033[J")[2])):
                    shown += screen.read(1)
                return shown.removesuffix(b"\033[?7h").decode().split("\r\n")

            short = frame(lambda shown: b": unhealthy" in shown)
            self.assertEqual(len(short), 24)  # the last is empty: the cursor's
            left = int(re.fullmatch(r"… (\d+) more lines: --once shows them all", short[-2])[1])
            lines(200)
            tall = frame(lambda shown: b"more lines" not in shown)
            self.assertEqual(len(tall), len(short) - 1 + left)
            self.assertRegex("\n".join(tall), r"sign-ins +a second\n(.*\n)*\nstatus +unhealthy\n")
            for height in (1, 2, 3):
                lines(height)
                frame(lambda shown, rows=max(height, 2): shown.count(b"\n") == rows - 1)
            top.terminate()
        os.close(terminal)

    def test_top_goes_on_while_the_database_is_silent(self):
        self.begin()
        with socket.socket(socket.AF_UNIX) as silent:
            silent.bind(str(self.folder.path / "silent.sock"))
            silent.listen(64)
            with subprocess.Popen([BINARY + "ctl", "--config", self.folder.config, "--set", "database.hosts=" +
                                   silent.getsockname(), "top", "--interval", "20"], stdout=subprocess.PIPE, text=True) as top:
                screen = ""
                while "unhealthy" not in screen:  # the first answer: the time-outs of all questions together
                    line = top.stdout.readline()
                    self.assertTrue(line, screen)
                    screen += line
                top.terminate()
        self.assertGreater(screen.count("status is asked for\n"), 5)

    def test_status_of_a_service_without_its_database_is_unhealthy(self):
        master = self.begin()
        said = self.control("status")
        self.assertEqual(said.returncode, 5, said.stderr)
        self.assertRegex(said.stdout, r"status +unhealthy\n")
        for pid in master.workers():
            self.assertRegex(said.stdout, rf"(gate|app|hash) +{pid} +idle")

    def test_networks_that_are_none_refuse_to_start(self):
        self.folder.write(metrics__networks="everywhere")
        master = Master(self.folder)
        self.assertEqual(master.process.wait(20), 1)
        master.notes.close()
        self.assertIn("metrics.networks", self.folder.logged())


if __name__ == "__main__":
    unittest.main()
