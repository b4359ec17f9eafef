"""Log-in against its hash alone."""
import os

from figures import Round, compare, interleaved
from load import rate
from people import some
from stage import log_in_line


def slots():
    """As many as password.hash_slots gives by default."""
    return max(1, os.cpu_count() - 1)


def log_in(bench):
    plan, stage = bench.plan, bench.stage
    people = [log_in_line(*person) for person in some(plan.tenants, plan.users, plan.users)]
    lines = stage.write("log-in", people)
    url = stage.url("doorward", "/auth/login")
    stage.expect(url, people[0])
    ours, alone = interleaved(plan.rounds, lambda: rate(url, lines, plan.connections, plan.seconds),
                              lambda: Round(float(stage.run("argon2", slots(), plan.seconds))))
    yield compare("login", f"Argon2id alone, {slots()} at once", ours, alone, ">= 0.9")
