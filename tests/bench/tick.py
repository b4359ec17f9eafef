#!/usr/bin/python3
"""tick.py VAR [ROWS]: how much the gate's p99 moves while `doorwardctl tick` removes ROWS expired rows (1,000,000).

Needs a stack of its own that does no upkeep by itself:
    make up VAR=/tmp/tick PORT=… APACHE_PORT=… SETTINGS="upkeep.every=0s limits.scale=1000000"
Rounds without and with tick take turns, 20 at most; a tick that is still under way at the end of its round is ended by
SIGTERM, and the next one goes on there. Then tick runs until nothing is left, the chain of events is checked, and the
figures are printed.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

from figures import Round, compare, table
from load import Lines, rate

ROUNDS, SECONDS, CONNECTIONS, SIGN_INS = 20, 5, 16, 100
OLD, TENANT = "UTC_TIMESTAMP(6) - INTERVAL 3 DAY", "(SELECT id FROM tenants WHERE slug = 'acme')"
ID, HASH = "LEFT(UNHEX(SHA2(CONCAT('tick', seq), 256)), 16)", "UNHEX(SHA2(CONCAT('tick', seq), 256))"
# Table, thousandths of all rows, columns and their values for the number `seq`. Of the sessions one in 15 is not marked.
LOT = (
    ("sessions", 150, "id, user_id, transport, amr, created_at, last_used_at, auth_time, expires_at, ended_at, end_reason",
     f"{ID}, (SELECT MIN(id) FROM users WHERE tenant_id = {TENANT}), 'token', 'pwd', {OLD}, {OLD}, {OLD}, {OLD}, "
     f"IF(seq % 15, {OLD}, NULL), IF(seq % 15, 'logout', NULL)"),
    ("refresh_tokens", 300, "hash, session_id, created_at, expires_at",
     f"{HASH}, LEFT(UNHEX(SHA2(CONCAT('tick', (seq + 1) DIV 2), 256)), 16), {OLD}, {OLD}"),
    ("revoked_tokens", 50, "session_id, jti, expires_at", f"{ID}, seq, {OLD}"),
    ("secret_checks", 150, "name_mac, last_try_at", f"{HASH}, {OLD}"),
    ("idempotency_keys", 100, "caller, name, body_hash, status, answer, created_at",
     f"{HASH}, seq, {HASH}, 200, REPEAT('x', 500), {OLD}"),
    ("rate_counters", 200, "name, window_at", f"CONCAT('tick', seq), {OLD}"),
    ("outbox", 50, "id, kind, payload, due_at, done_at, created_at", f"{ID}, 'mail', REPEAT('x', 500), {OLD}, {OLD}, {OLD}"),
)


class Stack:
    def __init__(self, var):
        self.var = pathlib.Path(var)
        self.demo = json.loads((self.var / "demo.json").read_text())

    def sql(self, statements):
        return subprocess.run(["mariadb", f"--defaults-file={self.var}/etc/mariadb-client.cnf", "-N", "-B", "doorward"],
                              input=statements, text=True, capture_output=True, check=True).stdout.split()

    def fill(self, rows):
        self.sql("SET GLOBAL innodb_buffer_pool_size = 1024 * 1024 * 1024")
        if self.left():
            return self.left()  # what a former run left is as good
        for name, share, columns, values in LOT:
            count = rows * share // 1000
            for first in range(1, count + 1, 50_000):
                last = min(first + 49_999, count)
                self.sql(f"SET foreign_key_checks = 0; INSERT INTO {name} (tenant_id, {columns}) "
                         f"SELECT {TENANT}, {values} FROM seq_{first}_to_{last}")
        return self.left()

    def left(self):
        old = {"sessions": "expires_at", "refresh_tokens": "expires_at", "revoked_tokens": "expires_at",
               "secret_checks": "last_try_at", "idempotency_keys": "created_at", "rate_counters": "window_at",
               "outbox": "done_at"}
        counts = " + ".join(f"(SELECT COUNT(*) FROM {name} WHERE {when} < UTC_TIMESTAMP(6) - INTERVAL 2 DAY)"
                            for name, when in old.items())
        return int(self.sql(f"SELECT {counts}")[0])

    def sign_in(self):
        owner = next(user for user in self.demo["users"] if user["tenant"] == "acme")
        body = json.dumps({"email": owner["email"], "password": owner["password"], "transport": "token"}).encode()
        request = urllib.request.Request(self.demo["base_url"] + "/auth/login", body,
                                         {"Content-Type": "application/json", "X-Tenant-ID": "acme"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())["tokens"]["access_token"]

    def doorwardctl(self, *words):
        return [self.var / "app/bin/doorwardctl", "--config", self.var / "etc/doorward.conf", *words]


class Tick:
    """Ticks of several rounds, summed."""

    def __init__(self, stack):
        self.stack, self.rows, self.batches, self.seconds = stack, 0, 0, 0.0

    def begin(self):
        self.begun = time.monotonic()
        self.running = subprocess.Popen(["nice", "-n", "19", *self.stack.doorwardctl("--json", "tick")], stdout=subprocess.PIPE, text=True)

    def end(self, now=True):
        if now:
            self.running.terminate()
        said, _ = self.running.communicate()
        self.seconds += time.monotonic() - self.begun
        if self.running.returncode:
            raise RuntimeError("tick failed")
        items = json.loads(said).get("items", [])
        self.rows += sum(item["rows"] for item in items)
        self.batches += sum(item["batches"] for item in items)


def by_p99(rounds):
    return [Round(each.p99_us, each.p50_us, each.p99_us, each.errors) for each in rounds]


def main(var, rows):
    stack = Stack(var)
    begun = time.monotonic()
    print(f"{stack.fill(rows)} expired rows in {time.monotonic() - begun:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = Lines.write(f"{folder}/tokens", [f"Authorization: Bearer {stack.sign_in()}" for _ in range(SIGN_INS)])
        verify = stack.demo["base_url"] + "/auth/verify"
        tick, calm, during, more = Tick(stack), [], [], True
        while more and len(during) < ROUNDS:
            without = rate(verify, lines, CONNECTIONS, SECONDS)
            tick.begin()
            with_it = rate(verify, lines, CONNECTIONS, SECONDS)
            tick.end()
            more = stack.left() > 0
            if more:  # otherwise part of the round was calm
                calm.append(without)
                during.append(with_it)
            print(f"  {len(during):3} p99 {without.p99_us:6} us, with tick {with_it.p99_us:6} us, {tick.rows} rows", flush=True)
    tick.begin()
    tick.end(now=False)
    chain = subprocess.run(stack.doorwardctl("audit", "verify"), capture_output=True, text=True, check=True).stdout
    print(*table([compare("verify_during_tick", "p99 without tick, us", by_p99(during), by_p99(calm), "<= 1.2"),
                  compare("rate during tick", "without tick, requests/s", during, calm, "")]), sep="\n")
    print(f"{tick.rows} rows in {tick.batches} batches and {tick.seconds:.0f} s; {stack.left()} expired rows are left")
    print("sealed: " + re.search(r"(?m)^acme +(\d+)", chain)[1])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
