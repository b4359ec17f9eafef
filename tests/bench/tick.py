"""verify while `doorwardctl tick` removes expired rows: by how much its p99 moves."""
import itertools
import json
import select
import subprocess

from figures import Round, compare
from load import rate
from stage import AS_USER, bearer_line

AT_ONCE, TOKENS = 50_000, 100
OLD, TENANT = "UTC_TIMESTAMP(6) - INTERVAL 3 DAY", "(SELECT id FROM tenants WHERE slug = 'house0')"
ID, HASH = "LEFT(UNHEX(SHA2(CONCAT('tick', seq), 256)), 16)", "UNHEX(SHA2(CONCAT('tick', seq), 256))"
# Table, thousandths of all rows, the column that tells their age, columns and their values for the number `seq`. Of the
# sessions one in 15 is not marked.
LOT = (
    ("sessions", 150, "expires_at",
     "id, user_id, transport, amr, created_at, last_used_at, auth_time, expires_at, ended_at, end_reason",
     f"{ID}, (SELECT MIN(id) FROM users WHERE tenant_id = {TENANT}), 'token', 'pwd', {OLD}, {OLD}, {OLD}, {OLD}, "
     f"IF(seq % 15, {OLD}, NULL), IF(seq % 15, 'logout', NULL)"),
    ("refresh_tokens", 300, "expires_at", "hash, session_id, created_at, expires_at",
     f"{HASH}, LEFT(UNHEX(SHA2(CONCAT('tick', (seq + 1) DIV 2), 256)), 16), {OLD}, {OLD}"),
    ("revoked_tokens", 50, "expires_at", "session_id, jti, expires_at", f"{ID}, seq, {OLD}"),
    ("secret_checks", 150, "last_try_at", "name_mac, last_try_at", f"{HASH}, {OLD}"),
    ("idempotency_keys", 100, "created_at", "caller, name, body_hash, status, answer, created_at",
     f"{HASH}, seq, {HASH}, 200, REPEAT('x', 500), {OLD}"),
    ("rate_counters", 200, "window_at", "name, window_at", f"CONCAT('tick', seq), {OLD}"),
    ("outbox", 50, "done_at", "id, kind, payload, due_at, done_at, created_at",
     f"{ID}, 'mail', REPEAT('x', 500), {OLD}, {OLD}, {OLD}"),
)


def fill(stage, rows):
    for name, share, _, columns, values in LOT:
        count = rows * share // 1000
        for first in range(1, count + 1, AT_ONCE):
            stage.sql("doorward", f"SET foreign_key_checks = 0; INSERT INTO {name} (tenant_id, {columns}) "
                                  f"SELECT {TENANT}, {values} FROM seq_{first}_to_{min(first + AT_ONCE - 1, count)}")


def left(stage):
    counts = " + ".join(f"(SELECT COUNT(*) FROM {name} WHERE {age} < UTC_TIMESTAMP(6) - INTERVAL 2 DAY)" for name, _, age, *_ in LOT)
    return int(stage.sql("doorward", f"SELECT {counts}"))


class Tick:
    """Ticks of several rounds, summed. One that is still under way at the end of its round is ended by SIGTERM; the next
    goes on there."""

    def __init__(self, stage):
        self.stage = stage
        self.words = [*AS_USER, "nice", "-n", "19", stage.var / "app/bin/doorwardctl", "--config", stage.settings("doorward"), "--json", "tick"]
        self.rows = self.batches = 0

    def beside(self, measure, *options):
        """What was measured, and whether tick had something to do all the while."""
        with subprocess.Popen([*self.words, *options], stdout=subprocess.PIPE, text=True) as running:
            taken = measure()
            whole = running.poll() is None
            running.terminate()
            said, _ = running.communicate()
        if running.returncode:
            raise RuntimeError("tick failed")
        items = [item for item in json.loads(said)["items"] if item["rows"]]
        self.rows += sum(item["rows"] for item in items)
        self.batches += sum(item["batches"] for item in items)
        return taken, whole

    def hurry(self, rows):
        """Without rests, until so many rows are left."""
        while left(self.stage) > rows:
            before = self.rows
            self.beside(lambda: select.select([], [], [], 1), "--set", "upkeep.share=100")
            if self.rows == before:
                raise RuntimeError(f"tick leaves {left(self.stage)} expired rows")


def by_p99(rounds):
    return [Round(each.p99_us, each.p50_us, each.p99_us, each.errors) for each in rounds]


def during_tick(bench):
    """A calm round, then several beside tick, in turns: as many as its part of the rows takes where all of them are wanted;
    else what is left of the part goes at once, so that every kind has its rounds."""
    stage, plan = bench.stage, bench.plan
    fill(stage, plan.expired)
    lines = stage.write("tick", [bearer_line(row[0]) for row in bench.rows[:TOKENS]])
    tick, calm, during, measured = Tick(stage), [], [], 0

    def verify():
        return rate(stage.url("doorward"), lines, plan.connections, plan.seconds)

    for number in range(1, plan.expired_parts + 1):
        stage.settle()
        calm.append(verify())
        before, wanted = tick.rows, plan.expired * number // plan.expired_parts
        for at in itertools.count():
            if left(stage) <= plan.expired - wanted if plan.whole else at == plan.expired_rounds:
                break
            with_it, busy = tick.beside(verify)
            if not busy:
                break  # nothing is left
            during.append(with_it)
        measured += tick.rows - before
        tick.hurry(plan.expired - wanted)
    stage.settle()
    if tick.rows < plan.expired:
        raise RuntimeError(f"of {plan.expired} expired rows tick removed {tick.rows}")
    yield compare("tick", f"p99 without it, us; {measured} of {tick.rows} rows", by_p99(during), by_p99(calm), "<= 1.2")
