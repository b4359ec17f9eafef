"""The master under load: dead workers, reloads, ends, and what it refuses to begin with."""
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import BINARY, Folder, Master, gone
from fastcgi_client import AUTHORIZER, Answer, ask, connect, parameters, read_answer, request


class Load:
    """Clients that ask without a pause until told; `failed` holds every connection that was taken up and not
    answered, `refused` counts those that found nobody."""

    def __init__(self, address, clients=8):
        self.address, self.answered, self.refused, self.failed = address, 0, 0, []
        self.over, self.lock = threading.Event(), threading.Lock()
        self.some = threading.Semaphore(0)
        self.threads = [threading.Thread(target=self.run) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def once(self):
        try:
            peer = connect(self.address)
        except OSError:
            with self.lock:
                self.refused += 1
            return
        try:
            with peer:
                peer.sendall(request(parameters()))
                answer = read_answer(peer)
            good = answer.ended and answer.status == 200
        except OSError as error:
            good, answer = False, error
        with self.lock:
            self.answered += good
            if not good:
                self.failed.append(answer)
        self.some.release()

    def run(self):
        while not self.over.is_set():
            self.once()
            if self.refused:
                return

    def await_answers(self, count):
        for _ in range(count):
            assert self.some.acquire(timeout=20)
        return self

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self


class KeptLoad(Load):
    """The same over connections that are kept, as nginx keeps them: one that ended before it gave a byte is replaced, and the
    request is sent again."""

    def __init__(self, address, clients=16):
        self.own = threading.local()
        super().__init__(address, clients)

    def once(self):
        peer = getattr(self.own, "peer", None)
        answer = self.tried(peer) if peer else None
        if not answer or not (answer.ended or answer.block):
            peer = self.own.peer = connect(self.address)
            answer = self.tried(peer)
        good = answer.ended and answer.status == 200
        with self.lock:
            self.answered += good
            if not good:
                self.failed.append(answer)
        self.some.release()

    def tried(self, peer):
        try:
            peer.sendall(request(parameters(), keep=True))
            answer = read_answer(peer)
        except OSError:
            answer = Answer(b"", False)
        if not answer.ended:
            peer.close()
        return answer

    def run(self):
        super().run()
        if getattr(self.own, "peer", None):
            self.own.peer.close()


class Running(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.folder.write()
        self.master = Master(self.folder).await_note("READY=1")
        self.addCleanup(lambda: self.master.stop())

    def test_a_killed_worker_is_replaced_within_a_second(self):
        for _ in range(10):
            victims = self.master.workers()
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            began = time.monotonic()
            self.assertEqual(ask(self.folder.app).status, 200)
            self.assertEqual(ask(self.folder.gate).status, 200)
            self.assertLess(time.monotonic() - began, 1)
            for pid in victims:
                self.assertTrue(gone(pid))
            self.assertFalse(set(victims) & set(self.master.workers()))
            # Grown up, so that no back-off is due: what comes next is the first death again.
            self.assertEqual(self.master.stop(), 0)
            self.master = Master(self.folder).await_note("READY=1")

    def test_only_the_request_of_a_killed_worker_fails(self):
        load = Load(self.folder.app).await_answers(200)
        os.kill(self.master.workers()[-1], signal.SIGKILL)
        load.await_answers(200).end()
        self.assertLessEqual(len(load.failed), 1)

    def test_reload_under_load_drops_nothing(self):
        load = Load(self.folder.app)
        for workers in (3, 2, 4):
            load.await_answers(300)
            before = self.master.workers()
            self.folder.write(run__app_workers=workers)
            self.master.tell(signal.SIGHUP)
            self.master.await_note("RELOADING=1").await_note("READY=1")
            for pid in before:
                self.assertTrue(gone(pid))
            self.assertEqual(len(self.master.workers()), 1 + 2 + workers)  # and one that hashes
        load.await_answers(300).end()
        self.assertEqual((load.failed, load.refused), ([], 0))

    def test_reload_cuts_no_answer_on_a_kept_connection(self):
        load = KeptLoad(self.folder.gate)
        for _ in range(5):
            load.await_answers(300)
            self.master.tell(signal.SIGHUP)
            self.master.await_note("RELOADING=1").await_note("READY=1")
        load.await_answers(300).end()
        self.assertEqual(load.failed, [])

    def test_broken_settings_change_nothing(self):
        before = self.master.workers()
        for broken in ({"log__level": "loud"}, {"log__levl": "info"}, {"service__trusted_proxies": "10.0.0.1/8"}):
            lines = len(self.folder.logged().splitlines())
            self.folder.write(**broken)
            self.master.tell(signal.SIGHUP)
            self.master.await_note("READY=1")
            fresh = self.folder.logged().splitlines()[lines:]
            self.assertEqual(len(fresh), 1, fresh)
            self.assertIn(next(iter(broken)).replace("__", "."), fresh[0])
            del self.folder.settings[next(iter(broken)).replace("__", ".")]
        self.folder.key.chmod(0o644)
        self.folder.write()
        self.master.tell(signal.SIGHUP)
        self.master.await_note("READY=1")
        self.assertEqual(self.master.workers(), before)
        self.assertEqual(ask(self.folder.app).status, 200)
        self.folder.key.chmod(0o600)

    def test_reload_moves_a_socket(self):
        moved = str(self.folder.path / "other.sock")
        self.folder.write(run__app_socket=moved)
        self.master.tell(signal.SIGHUP)
        self.master.await_note("READY=1")
        self.assertEqual(ask(moved).status, 200)
        self.assertFalse(os.path.exists(self.folder.app))

    def test_end_under_load_aborts_nothing(self):
        load = Load(self.folder.app, clients=16).await_answers(500)
        workers = self.master.workers()
        began = time.monotonic()
        self.assertEqual(self.master.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)
        load.end()
        self.assertEqual(load.failed, [])
        self.assertGreater(load.refused, 0)
        for pid in workers:
            self.assertTrue(gone(pid, 0))
        self.assertEqual([name for name in os.listdir(self.folder.path) if name.endswith((".sock", ".pid", ".new"))],
                         ["notify.sock"])

    def test_a_request_at_hand_is_answered_at_the_end(self):
        values = parameters("/auth/login", "POST", CONTENT_LENGTH="2", CONTENT_TYPE="application/json")
        whole = request(values, b"{}")
        for number in (signal.SIGHUP, signal.SIGTERM):
            with connect(self.folder.app) as peer:
                peer.sendall(whole[:-12])
                self.await_attended(peer)
                self.master.tell(number)
                self.master.await_note("READY=1" if number == signal.SIGHUP else "STOPPING=1")
                peer.sendall(whole[-12:])
                self.assertTrue(read_answer(peer).ended)

    def await_attended(self, peer):
        """A worker has taken everything that was sent: the socket's queue of unread bytes is empty."""
        import fcntl
        import termios
        left = struct.pack("i", 1)
        while struct.unpack("i", left)[0]:
            left = fcntl.ioctl(peer, termios.TIOCOUTQ, struct.pack("i", 0))

    def test_workers_end_with_a_killed_master(self):
        workers = self.master.workers()
        self.master.tell(signal.SIGKILL)
        self.master.process.wait()
        self.master.notes.close()
        for pid in workers:
            self.assertTrue(gone(pid))
        # What it left behind is no obstacle.
        self.master = Master(self.folder).await_note("READY=1")
        self.assertEqual(ask(self.folder.app).status, 200)

    def test_a_killed_hasher_is_replaced(self):
        def tag(word):
            task = struct.pack("6I", 64, 1, 1, 32, 16, len(word)) + b"s" * 16 + word  # port/hasher.cc
            with connect(str(self.folder.path / "hash.sock")) as peer:
                peer.sendall(task)
                return peer.recv(64)

        first = tag(b"word")
        self.assertEqual(len(first), 32)
        self.assertNotEqual(tag(b"ward"), first)
        hasher = self.master.workers()[0]  # it is begun first
        os.kill(hasher, signal.SIGKILL)
        self.assertTrue(gone(hasher))
        self.assertEqual(tag(b"word"), first)
        self.assertNotIn(hasher, self.master.workers())
        self.assertEqual(re.findall(r"a worker ended.*?hash", self.folder.logged()), ['a worker ended","pool":"hash'])
        self.assertEqual(os.stat(self.folder.path / "hash.sock").st_mode & 0o777, 0o600)

    def test_a_hasher_for_each_slot(self):
        before = self.master.workers()
        self.folder.write(password__hash_slots=3)
        self.master.tell(signal.SIGHUP)
        self.master.await_note("RELOADING=1").await_note("READY=1")
        for pid in before:
            self.assertTrue(gone(pid))
        self.assertEqual(len(self.master.workers()), 3 + 2 + 2)

    def test_one_master_for_a_folder(self):
        second = Master(self.folder)
        self.assertEqual(second.process.wait(20), 1)
        second.notes.close()
        self.assertIn("another master", self.folder.logged())
        self.assertEqual(ask(self.folder.app).status, 200)
        self.assertEqual(int((self.folder.path / "doorward.pid").read_text()), self.master.pid)

    def test_nobody_reads_its_memory(self):
        for pid in [self.master.pid, *self.master.workers()]:
            limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
            self.assertRegex(limits, r"Max core file size +0 +0 ")

    def test_the_gate_pool_answers_its_rows_alone(self):
        self.assertEqual(ask(self.folder.gate, parameters("/auth/health/live")).status, 200)
        self.assertEqual(ask(self.folder.gate, parameters("/auth/login", "POST")).status, 404)


class TcpDoor(unittest.TestCase):
    def setUp(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = free.getsockname()
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.folder.write(run__gate_tcp="%s:%d" % self.address, run__gate_secrets="former-secret present-secret")
        self.master = Master(self.folder).await_note("READY=1")
        self.addCleanup(lambda: self.master.stop())

    def test_nothing_is_believed_without_a_secret(self):
        for said in ({}, {"DOORWARD_SECRET": ""}, {"DOORWARD_SECRET": "former-secre"},
                     {"DOORWARD_SECRET": "former-secret present-secret"}, {"HTTP_DOORWARD_SECRET": "present-secret"}):
            for role in (1, AUTHORIZER):
                answer = ask(self.address, parameters(**said), role=role)
                self.assertEqual(answer.status, 403, said)
        self.assertNotIn("present-secret", self.folder.logged())

    def test_each_secret_is_accepted(self):
        for secret in ("former-secret", "present-secret"):
            self.assertEqual(ask(self.address, parameters(DOORWARD_SECRET=secret)).status, 200)

    def test_large_parameters_pass_a_tcp_window(self):
        answer = ask(self.address, parameters(DOORWARD_SECRET="present-secret", HTTP_COOKIE="a" * 60000))
        self.assertEqual(answer.status, 200)

    def test_silence_holds_nobody(self):
        """More silent connections than workers: a worker that attended one would be free after run.peer_timeout alone."""
        silent = [connect(self.address) for _ in range(8)]
        self.addCleanup(lambda: [peer.close() for peer in silent])
        for _ in range(8):
            self.assertEqual(ask(self.address, parameters(DOORWARD_SECRET="present-secret"), timeout=4).status, 200)
        for peer in silent:
            peer.sendall(request(parameters(DOORWARD_SECRET="present-secret")))
            self.assertEqual(read_answer(peer).status, 200)


class Refusals(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    def refused(self, *words, **changes):
        self.folder.write(**changes)
        done = subprocess.run([BINARY, "serve", "--config", str(self.folder.config)], capture_output=True, text=True,
                              timeout=20)
        self.assertEqual(done.returncode, 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        for change in changes:
            del self.folder.settings[change.replace("__", ".")]

    def test_settings(self):
        self.refused("log.levl", "log.level", log__levl="info")
        self.refused("run.gate_workers", "256", run__gate_workers="300")
        self.refused("run.gate_tcp", "127.0.0.1:9807", run__gate_tcp="localhost", run__gate_secrets="x")
        self.refused("run.gate_secrets", run__gate_tcp="127.0.0.1:1")
        self.refused("service.trusted_proxies", "10.0.0.1/8", service__trusted_proxies="10.0.0.1/8")
        self.refused("run.socket_mode", run__socket_mode="rw")
        self.refused("run.app_socket", "too long", run__app_socket="/tmp/" + "x" * 120)
        self.refused("run.app_socket", "cannot be opened", run__app_socket="/no/such/folder/app.sock")

    def test_master_key(self):
        for mode in (0o644, 0o640, 0o604):
            self.folder.key.chmod(mode)
            self.refused(str(self.folder.key))
        self.folder.key.unlink()
        self.refused(str(self.folder.key))

    def test_command_line(self):
        for words, code in ((["--version"], 0), (["--help"], 0), (["--print", "config"], 0), (["--print", "errors"], 0),
                            (["--print", "routes"], 0), (["--print", "x"], 2), (["--print"], 2), (["x"], 2), ([], 2),
                            (["serve", "--config"], 2), (["serve", "--nofig", "x"], 2),
                            (["serve", "--config", "/no/such.conf"], 1)):
            done = subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL)
            self.assertEqual(done.returncode, code, words)
            self.assertTrue(done.stdout if code == 0 else done.stderr, words)


if __name__ == "__main__":
    unittest.main()
