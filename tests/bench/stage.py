"""The running stack as the bench sees it: addresses, the database as its owner, yardsticks to run, people and sessions."""
import contextlib
import json
import os
import pathlib
import random
import select
import signal
import subprocess
import urllib.error
import urllib.request

from load import Lines

AS_USER = [] if os.getuid() else ["setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups"]
PASSWORD = "correct horse battery staple"


class Stage:
    def __init__(self, var):
        self.var = pathlib.Path(var)
        self.ports = dict(line.split() for line in (self.var / "ports").read_text().splitlines())
        self.files = self.var / "lines"
        self.files.mkdir()

    def url(self, place, path="/protected"):
        return f"http://127.0.0.1:{self.ports[place]}{path}"

    def connect_anew(self, place):
        """A kept connection stays with the worker that took it, and how they fall to two workers is chance: an nginx draws
        them anew when its own workers are replaced."""
        recorded = self.var / f"run/nginx-{place}.pid"
        if not recorded.exists():
            return  # Apache keeps none
        master = int(recorded.read_text().split()[0])
        with contextlib.ExitStack() as closing:
            former = [os.pidfd_open(pid) for pid in children(master)]
            for handle in former:
                closing.callback(os.close, handle)
            os.kill(master, signal.SIGHUP)
            for handle in former:
                if not select.select([handle], [], [], 20)[0]:
                    raise RuntimeError(f"nginx of {place} goes on with its former workers")

    def kept(self):
        """Are there web servers of both kinds: connections kept (as shipped), and closed?"""
        return "doorward-closed" in self.ports

    def run(self, program, *words, stdin=""):
        """What a yardstick prints, as the stack's user. `stdin`: text or bytes. On stderr also stands what doorward logs."""
        done = subprocess.run([*AS_USER, self.var / "yard" / program, *map(str, words)], capture_output=True, check=False,
                              input=stdin if isinstance(stdin, bytes) else stdin.encode())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")
        return done.stdout.decode()

    @contextlib.contextmanager
    def serving(self, program, *words, stdin, socket):
        """A yardstick that listens at this socket, as long as the `with` lasts."""
        socket.unlink(missing_ok=True)
        with subprocess.Popen([*AS_USER, self.var / "yard" / program, *map(str, words)], stdin=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as running:
            running.stdin.write(stdin.encode())
            running.stdin.close()
            while not socket.exists():
                if running.poll() is not None:
                    raise RuntimeError(f"{program} ended")
                select.select([], [], [], 0.01)
            try:
                yield
            finally:
                running.kill()  # its workers end with it

    def sql(self, schema, statements):
        return subprocess.run([*AS_USER, "mariadb", f"--defaults-file={self.var}/etc/mariadb-client.cnf", "--skip-column-names",
                               "--batch", schema], input=statements, text=True, capture_output=True, check=True).stdout

    def answer(self, url, line):
        """Status and body of one request, sent as load.lua sends it."""
        head, _, body = line.partition("\t")
        headers = dict(each.split(": ", 1) for each in head.split(" | ") if each)
        url += headers.pop(":path", "")
        if body:
            headers["Content-Type"] = "application/json"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body.encode() or None, headers)) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")

    def expect(self, url, line, status=200):
        """Before a load: is it what it should be?"""
        got, body = self.answer(url, line)
        if got != status:
            raise RuntimeError(f"{url} answers {got} instead of {status}: {body}")

    def settle(self):
        """Waits until the database has written what it was given, and cleared away what was removed, so that this is no part
        of a round."""
        left = "SELECT SUM(variable_value) FROM information_schema.global_status WHERE variable_name IN " \
               "('innodb_buffer_pool_pages_dirty', 'innodb_history_list_length')"
        self.sql("", "SET GLOBAL innodb_max_dirty_pages_pct = 0")
        while float(self.sql("", left)) > 200:
            select.select([], [], [], 0.1)
        self.sql("", "SET GLOBAL innodb_max_dirty_pages_pct = 90")

    def write(self, name, lines):
        return Lines.write(str(self.files / name), lines)

    def settings(self, name):
        return self.var / "etc" / ("doorward.conf" if name == "doorward" else "large/doorward.conf")

    def sign_in(self, name, people, transport, count):
        """Rows of fill: sessions of these people in the installation, `count` in all, in no order."""
        said = "".join(f"{slug}\t{address}\n" for slug, address in people)
        rows = [line.split("\t") for line in self.run("fill", self.settings(name), transport, count, stdin=said).splitlines()]
        random.Random(1).shuffle(rows)
        return rows


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def log_in_line(slug, address):
    return f"X-Tenant-ID: {slug}\t" + json.dumps({"email": address, "password": PASSWORD})


def bearer_line(token, path=""):
    return f"Authorization: Bearer {token}" + (f" | :path: {path}" if path else "")


def cookie_line(cookie):
    return f"Cookie: doorward_session={cookie}"


def refresh_line(token):
    return "\t" + json.dumps({"refresh_token": token})
