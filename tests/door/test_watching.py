"""What is seen of the processes: workers, generations, and counts that all of them share. Nothing here needs a database."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import BINARY, ROOT, Folder, Master, gone
from fastcgi_client import Answer, ask, parameters

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

    @unittest.skipIf(os.geteuid() != 0, "only root mounts a /proc that hides")
    def test_workers_are_seen_where_proc_hides_them(self):
        for path in (self.folder.path, *self.folder.path.iterdir()):
            shutil.chown(path, "www-data", "www-data")
        self.addCleanup(os.umask, os.umask(0))  # www-data writes to the socket of our notes
        as_user = "setpriv --reuid www-data --regid www-data --clear-groups"
        hidden = f'mount -t proc -o hidepid=invisible proc /proc && test -d /proc/1 && {as_user} test ! -d /proc/1 && exec {as_user} "$0" "$@"'
        master = Master(self.folder, inside=["unshare", "-m", "bash", "-c", hidden]).await_note("READY=1")
        self.addCleanup(master.stop)
        self.awaited(lambda: self.workers_of(self.metrics()) == 2 + 2 + 1)
        os.kill(master.workers()[0], signal.SIGKILL)
        self.awaited(lambda: self.restarts_of(self.metrics()) == 1)
        self.awaited(lambda: self.workers_of(self.metrics()) == 2 + 2 + 1)

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
                       'authentications_total{method="reset_code",result="INVALID_TOKEN"}'):
            self.assertEqual(found["doorward_" + series], "0")

    def test_what_is_refused_at_the_door_is_counted(self):
        self.begin()
        self.assertEqual(ask(self.folder.app, parameters("/auth/login", "POST", CONTENT_LENGTH="70000")).status, 413)
        self.assertEqual(self.metrics()['doorward_requests_total{route="door",status="413"}'], "1")
        for path in ("/auth/login", "/auth/no-such-place"):  # of another pool, of none
            self.assertEqual(ask(self.folder.gate, parameters(path)).status, 404)
        self.assertEqual(self.metrics()['doorward_requests_total{route="door",status="404"}'], "2")

    @unittest.skipIf(os.geteuid() != 0, "only root mounts")
    def test_a_tick_that_cannot_share_its_counts_says_so(self):
        def says_so(*inside):
            tick = [BINARY + "ctl", "--config", self.folder.config, "tick"]
            done = subprocess.run([*inside, *tick], capture_output=True, text=True, timeout=30, check=False)
            self.assertEqual(done.returncode, 3, done.stderr)  # there is no database
            return "is not shared with the workers" in done.stderr

        self.assertFalse(says_so())  # no worker has run
        self.begin()
        self.assertFalse(says_so())
        unit = (ROOT / "packaging/systemd/doorward-tick.service").read_text()
        self.assertIn("\nProtectSystem=strict\n", unit)
        shut = 'mount --bind "{0}" "{0}" && mount -o remount,bind,ro "{0}"'.format(self.folder.path)
        self.assertTrue(says_so("unshare", "-m", "bash", "-c", f'{shut} && exec "$0" "$@"'))
        for path in re.findall(r"(?m)^ReadWritePaths=-?(/.*)$", unit):
            path = path.replace("/run/doorward", str(self.folder.path))
            shut += f' && mount --bind "{path}" "{path}" && mount -o remount,bind,rw "{path}"'
        self.assertFalse(says_so("unshare", "-m", "bash", "-c", f'{shut} && exec "$0" "$@"'))

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
        self.assertRegex(once, r"app +2 workers, 0 busy\ngate +2 workers, 0 busy\nhash +1 workers, 0 busy\n"
                               r"hash slots +0 of 1 in use, 0 waiting")
        self.assertNotIn("\033", once)
        self.assertRegex(once, r"status +unhealthy\nwrong +database")  # what `status` says, and it asked for it
        self.assertRegex(once, r"schema known +\d+\n")
        self.assertRegex(once, r"gate +\d+ +idle +0 +\d+\n")

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
        self.assertEqual(said.returncode, 2, said.stderr)
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
