"""The master's child for the upkeep, and the process that a CGI program leaves behind: on a real database."""
import contextlib
import fcntl
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import unittest

from doorward_process import BINARY, ROOT, Folder, Master, gone

STACK = ROOT / "tests/support/stack.sh"
CTL = str(pathlib.Path(BINARY).with_name("doorwardctl"))


class Database:
    """A private MariaDB with an installation."""

    def __init__(self, folder):
        self.folder, self.servers = folder, folder.path / "servers"
        subprocess.run([STACK, "up", self.servers], check=True, stdout=subprocess.DEVNULL)

    def install(self):
        self.folder.write(database__hosts=self.servers / "run/mariadb.sock", database__owner_user="doorward_maker",
                          upkeep__every="0s")
        password = (self.servers / "admin_password").read_text()
        self.ctl("install", "--admin", "doorward_owner", "--admin-password-stdin", "--passwords-to",
                 self.folder.path / "conf.d/database.conf", say=password)
        self.password = password.strip()

    def ctl(self, *words, say=""):
        done = subprocess.run([CTL, "--config", self.folder.config, *words], input=say, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, statement):
        done = subprocess.run(["mariadb", "--socket", self.servers / "run/mariadb.sock", "-u", "doorward_owner", "-N",
                               "doorward"], input=statement, capture_output=True, text=True, check=True,
                              env={**os.environ, "MYSQL_PWD": self.password})
        return done.stdout.split()

    def old_counters(self, count):
        digits = "(SELECT 0 i UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 " \
                 "UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)"
        self.sql("INSERT INTO rate_counters (tenant_id, name, window_at) SELECT UNHEX(REPEAT('0', 32)), "
                 f"CONCAT(a.i, b.i, c.i, d.i, e.i, f.i), '2020-01-01' FROM {digits} a, {digits} b, {digits} c, {digits} d, "
                 f"{digits} e, {digits} f LIMIT {count}")

    @contextlib.contextmanager
    def held(self):
        """All counters are locked by somebody else."""
        words = ["mariadb", "--socket", self.servers / "run/mariadb.sock", "-u", "doorward_owner", "-N", "--batch", "--unbuffered", "doorward"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "MYSQL_PWD": self.password}) as client:
            client.stdin.write("BEGIN; SELECT COUNT(*) FROM rate_counters FOR UPDATE;\n")
            client.stdin.flush()
            assert int(client.stdout.readline()) > 0
            yield
            client.stdin.close()

    def is_waited_for(self):
        # Not innodb_trx: it shows nothing new to whoever asks it ten times a second.
        return self.sql("SHOW GLOBAL STATUS LIKE 'innodb_row_lock_current_waits'")[-1] != "0"

    def counters(self):
        return int(self.sql("SELECT COUNT(*) FROM rate_counters")[0])

    def down(self):
        subprocess.run([STACK, "down", self.servers], check=True, stdout=subprocess.DEVNULL)


class InAHouse(unittest.TestCase):
    """With an installation of its own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder()
        (cls.folder.path / "conf.d").mkdir()
        cls.addClassCleanup(cls.folder.remove)
        cls.folder.path.chmod(0o755)
        cls.database = Database(cls.folder)
        cls.addClassCleanup(cls.database.down)
        cls.database.install()

    def await_true(self, question):
        """Asked again and again: a foreign process gives no sign."""
        for _ in range(1000):
            if question():
                return
            threading.Event().wait(0.02)
        self.fail("it never came true")


class Upkeep(InAHouse):
    def setUp(self):
        self.database.sql("TRUNCATE TABLE rate_counters")
        self.all_done, self.at_work = os.pipe()
        self.addCleanup(lambda: [os.close(end) for end in (self.all_done, self.at_work)])

    def serve(self, **changes):
        self.folder.write(**changes)
        self.folder.log.write_text("")
        master = Master(self.folder).await_note("READY=1")
        self.addCleanup(master.stop)
        return master

    def upkeeper(self, master, former=0):
        """The pid of the child that stands last in the queue for the processor, once it is there."""
        found = []

        def look():
            for pid in master.workers():
                try:
                    if pid != former and os.getpriority(os.PRIO_PROCESS, pid) == 19:
                        found.append(pid)
                except ProcessLookupError:
                    pass
            return found
        self.await_true(look)
        return found[0]

    def test_the_master_does_the_upkeep_again_and_again(self):
        master = self.serve(upkeep__every="1s")
        for _ in range(2):
            self.database.old_counters(100)
            self.await_true(lambda: self.database.counters() == 0)

    def test_the_first_round_waits_no_longer_than_a_moment(self):
        self.database.old_counters(100)
        self.serve(upkeep__every="1d")
        self.await_true(lambda: self.database.counters() == 0)

    def test_never_means_never(self):
        master = self.serve(upkeep__every="0s")
        self.database.old_counters(10)
        workers = master.workers()
        for _ in range(20):  # as many programs run meanwhile
            self.assertEqual(self.database.counters(), 10)
        self.assertEqual(master.workers(), workers)
        self.database.ctl("tick")
        self.assertEqual(self.database.counters(), 0)

    def test_the_child_ends_after_its_batch_and_with_reload_and_end(self):
        self.database.old_counters(400000)
        master = self.serve(upkeep__every="1s")
        child = self.upkeeper(master)
        self.await_true(lambda: self.database.counters() < 400000)
        self.assertEqual(self.listening(child), [])
        os.kill(child, signal.SIGTERM)
        self.assertTrue(gone(child))
        self.assertGreater(self.database.counters(), 0)
        # A death by force matters as little; the next one goes on.
        child = self.upkeeper(master, child)
        os.kill(child, signal.SIGKILL)
        self.assertTrue(gone(child))
        child = self.upkeeper(master, child)
        master.tell(signal.SIGHUP)
        self.assertTrue(gone(child))
        child = self.upkeeper(master, child)
        self.assertEqual(master.stop(), 0)
        self.assertTrue(gone(child, 0))
        self.assertGreater(self.database.counters(), 0)

    @staticmethod
    def listening(pid):
        """Paths of the Unix sockets on which this process listens."""
        inodes = set()
        for fd in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            try:
                inodes.add(os.readlink(fd).removeprefix("socket:[").removesuffix("]"))
            except FileNotFoundError:
                pass
        lines = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]]
        return [line[7] for line in lines if len(line) == 8 and line[6] in inodes and line[3] == "00010000"]

    def cgi(self):
        """What a program answers. As long as it does upkeep behind its answer it holds `self.at_work` open."""
        return subprocess.run([BINARY], capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL, check=True,
                              pass_fds=[self.at_work],
                              env={"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/auth",
                                   "PATH_INFO": "/health/live", "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "localhost",
                                   "REMOTE_ADDR": "192.0.2.1", "DOORWARD_CONFIG": str(self.folder.config)}).stdout

    def ask_until(self, question):
        """One program alone may not come to it on a busy host: it stands last in the queue, and has 200 ms."""
        def so():
            self.assertIn("healthy", self.cgi())
            return question()
        self.await_true(so)

    def await_with_requests(self, question):
        """And until none of those that were asked is at work any more."""
        self.ask_until(question)
        os.close(self.at_work)
        self.assertEqual(os.read(self.all_done, 1), b"")
        self.open_at_work()

    def open_at_work(self):
        os.close(self.all_done)
        self.all_done, self.at_work = os.pipe()

    def test_cgi_requests_leave_a_little_upkeep_behind(self):
        self.folder.write(upkeep__cgi_one_in="1")
        self.database.old_counters(20)
        self.await_with_requests(lambda: self.database.counters() == 0)
        self.folder.write(upkeep__cgi_one_in="0")
        self.database.old_counters(20)
        for _ in range(20):
            self.assertIn("healthy", self.cgi())
        self.assertEqual(self.database.counters(), 20)
        self.database.ctl("tick")

    def test_a_cgi_answer_waits_for_no_upkeep(self):
        self.folder.write(upkeep__cgi_one_in="1")
        self.database.old_counters(20)
        with self.database.held():
            self.ask_until(self.database.is_waited_for)
            self.assertIn("healthy", self.cgi())
        self.await_with_requests(lambda: self.database.counters() == 0)

    def test_of_a_large_backlog_a_cgi_program_does_a_part(self):
        self.folder.write(upkeep__cgi_one_in="1")
        self.database.old_counters(400000)
        self.await_with_requests(lambda: self.database.counters() < 400000)
        self.await_true(lambda: self.database.sql("SELECT COUNT(*) FROM information_schema.processlist "
                                                  "WHERE user LIKE 'doorward_platform%'") == ["0"])
        self.assertGreater(self.database.counters(), 0)

    def test_a_quiet_tick_says_nothing_of_what_it_did(self):
        def tick(*words):
            self.database.old_counters(70)
            done = subprocess.run([CTL, "--config", self.folder.config, "tick", *words], capture_output=True, text=True, check=True)
            self.assertEqual((self.database.counters(), done.stderr), (0, ""))
            return done.stdout
        self.assertIn("rate_counters  70 ", tick())
        self.assertEqual(tick("--quiet"), "")

    def test_who_watches_a_tick_hears_of_it_now_and_then(self):
        """At a terminal, and nowhere else."""
        self.folder.write(upkeep__share="1")  # a batch, and a rest
        self.addCleanup(self.folder.write, upkeep__share="5")
        words = [CTL, "--config", self.folder.config, "tick", "--only", "rate_counters"]
        self.database.old_counters(20000)
        screen, terminal = os.openpty()
        with open(screen, "rb") as screen, subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=terminal) as tick:
            os.close(terminal)
            said = [screen.readline().decode() for _ in range(2)]
            tick.send_signal(signal.SIGTERM)
        counts = [tuple(map(int, re.fullmatch(r"rate_counters: (\d+) rows in (\d+) batches\r\n", line).groups())) for line in said]
        self.assertGreater(counts[0], (0, 0))
        self.assertGreater(counts[1], counts[0])
        for rows, batches in counts:
            self.assertEqual(rows, 24 * batches)
        for quiet in ([], ["--quiet"]):
            left = self.database.counters()
            ours, its = os.openpty() if quiet else os.pipe()
            with open(ours, "rb", 0) as heard, subprocess.Popen([*words, *quiet], stdout=subprocess.DEVNULL, stderr=its) as tick:
                self.await_true(lambda: self.database.counters() < left - counts[1][0])  # by now it would have been said
                tick.send_signal(signal.SIGTERM)
                tick.wait(20)
                os.set_blocking(heard.fileno(), False)
                self.assertIsNone(heard.read())
            os.close(its)

    def test_of_two_ticks_one_removes_and_the_other_does_the_rest(self):
        self.database.old_counters(70)
        words = [CTL, "--config", self.folder.config, "--set", "database.timeout=60s", "tick", "--only", "rate_counters"]
        with self.database.held():
            first = subprocess.Popen(words, stdout=subprocess.DEVNULL)
            self.addCleanup(first.wait)
            self.await_true(self.database.is_waited_for)
            second = json.loads(self.database.ctl("tick", "--json"))["items"]
            self.assertTrue(self.database.is_waited_for())
        self.assertEqual((first.wait(60), self.database.counters()), (0, 0))
        states = {item["kind"]: item["state"] for item in second}
        for kind in ("rate_counters", "refresh_tokens", "outbox", "canceled_tenants", "dead_letters"):
            self.assertEqual(states.pop(kind), "another host is at it")
        self.assertEqual({states[kind] for kind in ("session_expired", "daily_figures", "mail", "events")}, {"done"})

    def test_the_cron_line_leaves_its_turn_to_a_former_one(self):
        line = (ROOT / "packaging/cron/doorward-tick").read_text().splitlines()[-1]
        command = line.split("doorward  ", 1)[1].replace("@PREFIX@/bin/doorwardctl", CTL)
        command = command.replace("/etc/doorward/doorward.conf", str(self.folder.config))
        self.database.old_counters(70)
        with open(self.folder.config) as former:
            fcntl.flock(former, fcntl.LOCK_EX)
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.stdout + done.stderr, self.database.counters()), ("", 70))  # cron mails whatever is said
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual((done.stdout + done.stderr, self.database.counters()), ("", 0))

    def test_tick_ends_after_its_batch_and_is_content(self):
        self.database.old_counters(400000)
        with subprocess.Popen([CTL, "--config", self.folder.config, "tick"], stdout=subprocess.PIPE, text=True) as tick:
            self.await_true(lambda: self.database.counters() < 400000)
            tick.send_signal(signal.SIGTERM)
            said, _ = tick.communicate(timeout=20)
        self.assertEqual(tick.returncode, 0)
        self.assertIn("stopped", said)
        left = self.database.counters()
        self.assertGreater(left, 0)
        self.assertIn(f"rate_counters  {400000 - left} ", said)


if __name__ == "__main__":
    unittest.main()
