"""Starts the real binary for tests: a folder of its own, ready when it says so (sd_notify)."""
import base64
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("DOORWARD", str(ROOT / os.environ.get("BUILD", "build") / "doorward"))


class Folder:
    """Settings, key and sockets of one doorward; gone at the end. Nothing here needs a database."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="doorward-door-"))
        self.key = self.path / "master.key"
        self.key.write_text("1:" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") + "\n")
        self.key.chmod(0o600)
        self.config = self.path / "doorward.conf"
        self.settings = {"run.dir": self.path, "keys.master_file": self.key, "pages.dir": ROOT / "pages",
                         "database.hosts": self.path / "no-database.sock", "run.peer_timeout": "1s",
                         "run.gate_workers": 2, "run.app_workers": 2, "password.hash_slots": 1,
                         "upkeep.every": "0s"}  # else its child stands among the workers and writes into the log
        self.gate, self.app = str(self.path / "gate.sock"), str(self.path / "app.sock")
        self.log = self.path / "log"

    def write(self, **changes):
        self.settings.update({name.replace("__", "."): value for name, value in changes.items()})
        self.config.write_text("".join(f"{name} = {value}\n" for name, value in self.settings.items()))

    def logged(self):
        return self.log.read_text()

    def remove(self):
        shutil.rmtree(self.path)


class Master:
    def __init__(self, folder, sockets=(), inside=(), log=None):
        """`sockets`: listening ones, handed over as systemd does it. `inside`: the command to run it by. `log`: where
        its standard error goes, else to the folder's file."""
        self.folder = folder
        self.notes = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notes.settimeout(20)
        where = folder.path / "notify.sock"
        where.unlink(missing_ok=True)
        self.notes.bind(str(where))
        command = [BINARY, "serve", "--config", str(folder.config)]
        if sockets:  # LISTEN_PID is known only between fork and exec
            moves = " ".join(f"{3 + at}<&{one.fileno()}" for at, one in enumerate(sockets))
            command = ["bash", "-c", f'exec {moves}; LISTEN_PID=$$ LISTEN_FDS={len(sockets)} exec "$0" "$@"', *command]
        command = [*inside, *command]
        with open(folder.log, "ab") as file:
            self.process = subprocess.Popen(command, stderr=file if log is None else log, stdout=subprocess.DEVNULL,
                                            pass_fds=[one.fileno() for one in sockets],
                                            env={**os.environ, "NOTIFY_SOCKET": str(where)})
        self.pid = self.process.pid

    def await_note(self, word):
        while True:
            if word in self.notes.recv(4096).decode():
                return self

    def workers(self):
        """Those that live; the dead may wait a moment to be buried."""
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split() if alive(int(pid))]

    def tell(self, number):
        os.kill(self.pid, number)

    def stop(self):
        """The exit code after SIGTERM."""
        if self.process.poll() is None:
            self.tell(signal.SIGTERM)
        code = self.process.wait(20)
        self.notes.close()
        return code


def state(pid):
    """The letter of proc(5)."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # gone before or while it was read
        return "X"


def alive(pid):
    return state(pid) not in "ZX"


def stand_still(pid, timeout=10):
    """Stops a process, and returns when it stands: until it has a processor it may still see what comes."""
    os.kill(pid, signal.SIGSTOP)
    deadline = time.monotonic() + timeout
    while state(pid) != "T":
        assert time.monotonic() < deadline, f"{pid} does not stop"
        os.sched_yield()


def gone(pid, timeout=10):
    """Waits for the end of a process that need not be a child of ours."""
    import select
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], timeout)[0])
    finally:
        os.close(handle)
