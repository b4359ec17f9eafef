"""A log that nobody reads, or whose reader is gone: no request waits for it, what is lost is counted, no line is cut."""
import contextlib
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import BINARY, Folder, Master
from fastcgi_client import Answer, ask, parameters

# What is said of a write that says for itself that it does not wait.
FORMER = {"of now": None, "of Linux before 6.4": "EOPNOTSUPP", "behind a filter of system calls": "EPERM"}


def kernel(trouble):
    """What a program is run by so that pwritev2 fails in this way; it stays our own child."""
    if trouble is None:
        return []
    no_leaks = ["env", "ASAN_OPTIONS=detect_leaks=0"]  # where it is built with the sanitizer, which cannot look for them here
    return [*no_leaks, "strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwritev2", "-e", f"inject=pwritev2:error={trouble}"]


class UnreadLog(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.folder.write()
        self.asked = 0

    @contextlib.contextmanager
    def begun(self, log, inside=()):
        (self.folder.path / "metrics").unlink(missing_ok=True)
        master = Master(self.folder, inside=inside, log=log).await_note("READY=1")
        try:
            yield master
        finally:
            self.assertEqual(master.stop(), 0)

    def unread(self, kind):
        """Standard error as a pair (the service's end, ours) that takes a page or some, and that nobody reads."""
        if kind == "pipe":
            ours, its = os.pipe()
            fcntl.fcntl(its, fcntl.F_SETPIPE_SZ, 4096)
        elif kind == "terminal":
            ours, its = os.openpty()
        else:
            ours, its = (one.detach() for one in socket.socketpair())
        for end in (ours, its):
            self.addCleanup(os.close, end)
        return its, ours

    def ask(self, address, own=""):
        """A request that leaves one line, whatever else is away."""
        self.asked += 1
        self.assertEqual(ask(address, parameters(HTTP_X_CORRELATION_ID=own)).status, 200)

    def lost(self):
        done = subprocess.run([BINARY + "ctl", "--config", self.folder.config, "metrics"], capture_output=True, text=True, timeout=60,
                              check=False)
        return int(re.search(r"(?m)^doorward_log_lines_dropped_total (\d+)$", done.stdout)[1])

    def ask_until_lines_are_lost(self):
        while self.lost() < 20:
            for _ in range(20):
                for address in (self.folder.gate, self.folder.app):
                    self.ask(address)

    def test_it_stops_no_request(self):
        for kind in ("pipe", "socket", "terminal"):
            with self.subTest(kind):
                self.nobody_reads(*self.unread(kind))

    @unittest.skipIf(os.geteuid() != 0, "only root serves as somebody else")
    def test_neither_does_a_terminal_of_somebody_else(self):
        """As after su: the service may not open it once more."""
        for path in (self.folder.path, *self.folder.path.iterdir()):
            shutil.chown(path, "www-data", "www-data")
        self.addCleanup(os.umask, os.umask(0))  # www-data writes to the socket of our notes
        its, ours = self.unread("terminal")
        os.fchmod(its, 0o600)
        self.nobody_reads(its, ours, ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups"])

    def nobody_reads(self, its, ours, inside=()):
        with self.begun(its, inside) as master:
            self.ask_until_lines_are_lost()
            master.tell(signal.SIGHUP)  # the master has something to say too
            master.await_note("RELOADING=1").await_note("READY=1")
            for address in (self.folder.gate, self.folder.app):
                self.ask(address)
            self.hear_again(ours)

    def hear_again(self, ours):
        """Its lines come as soon as somebody reads."""
        while (said := os.read(ours, 1 << 20)) and b"mine-again" not in said:
            self.ask(self.folder.app, "mine-again")

    def test_every_line_is_whole_or_counted_as_lost(self):
        for name, trouble in FORMER.items():
            with self.subTest(name):
                if trouble and not shutil.which("strace"):
                    self.skipTest("strace is not here")
                self.asked = 0
                ours, its = os.pipe()
                with os.fdopen(ours, "rb", 0) as log:
                    with self.begun(its, kernel(trouble)):
                        os.close(its)
                        self.ask_until_lines_are_lost()
                        os.set_blocking(ours, False)
                        said = log.readall() or b""
                        later = [f"read-again-{number}" for number in range(8)]  # a page of a pipe of sixteen for each
                        for number, own in enumerate(later):
                            self.ask((self.folder.gate, self.folder.app)[number % 2], own)
                    os.set_blocking(ours, True)
                    said += log.readall()
                self.assertTrue(said.endswith(b"\n"))
                ids = [line["correlation_id"] for line in map(json.loads, said.splitlines()) if line["msg"] == "request"]
                self.assertLessEqual(set(later), set(ids))
                self.assertEqual(len(ids), len(set(ids)))
                self.assertEqual(len(ids) + self.lost(), self.asked)

    def test_a_reader_that_is_gone_ends_nobody(self):
        gone, its = os.pipe()
        os.close(gone)
        self.addCleanup(os.close, its)
        self.folder.write(log__level="debug")
        (self.folder.path / "metrics").symlink_to("/nowhere")  # one thing to say before the answer
        done = subprocess.run([BINARY], stdout=subprocess.PIPE, stderr=its, timeout=20, check=True,
                              env={"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config),
                                   **parameters()})
        self.assertEqual(Answer(done.stdout, True).status, 200)
        with self.begun(its):
            for address in (self.folder.app, self.folder.gate):
                self.ask(address)

    def test_where_standard_error_is_closed_nothing_else_takes_its_number(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.folder.path / "zero.sock"))
            listener.listen(16)
            worker = subprocess.Popen(["bash", "-c", 'exec "$0" >&- 2>&-', BINARY], stdin=listener,
                                      env={"DOORWARD_CONFIG": str(self.folder.config)})
        self.addCleanup(worker.wait, 20)
        self.addCleanup(worker.terminate)
        self.ask(str(self.folder.path / "zero.sock"))
        for fd in (1, 2):
            self.assertEqual(os.readlink(f"/proc/{worker.pid}/fd/{fd}"), "/dev/null")


if __name__ == "__main__":
    unittest.main()
