"""Log-in against its hash alone; refresh and log-out against the bare transaction that writes the same."""
import os

from figures import Round, compare, interleaved
from load import rate
from stage import refresh_line

APP_WORKERS = 4  # run.app_workers


def slots():
    """As many as password.hash_slots gives by default."""
    return max(1, os.cpu_count() - 1)


def log_in(bench):
    plan, stage = bench.plan, bench.stage
    url = stage.url("doorward", "/auth/login")
    bench.expect("doorward", bench.log_ins, "/auth/login")

    def undisturbed():
        bench.expect("doorward", bench.log_ins, "/auth/login")  # after those that a round left behind
        return Round(float(stage.run("argon2", slots(), plan.seconds)))

    ours, alone = interleaved(plan.rounds, lambda: rate(url, bench.log_ins, plan.log_in_connections, plan.seconds), undisturbed)
    yield compare("login", f"Argon2id alone, {slots()} at once", ours, alone, ">= 0.9")


def against_writes(bench, what, how, *others):
    """The first half of the sessions for doorward, the other for the bare transaction and `others`; a part of it for each
    round. A list of rounds for each."""
    plan, stage = bench.plan, bench.stage
    half = len(bench.rows) // 2
    lines = stage.write(what, [refresh_line(row[1]) for row in bench.rows[:half]])
    shares = shared_out(bench.rows[half:], plan.rounds * (1 + len(others)))
    rounds = iter(range(plan.rounds))

    def ours():
        return rate(stage.url("doorward", f"/auth/{what}"), lines.part(next(rounds), plan.rounds, how), 2 * APP_WORKERS,
                    plan.seconds)

    def bare(word):
        def one():
            said = "".join("\t".join((tenant, session, token)) + "\n" for _, token, tenant, session in shares.pop())
            return Round(float(stage.run("transaction", word, stage.settings("doorward"), APP_WORKERS, plan.seconds, stdin=said)))
        return one

    return interleaved(plan.rounds, ours, bare(what), *map(bare, others))


BARE = f"the bare transaction, {APP_WORKERS} at once"


def shared_out(rows, rounds):
    """A list for each round; in each, every process finds people of one tenant in its share."""
    by_tenant = {}
    for row in rows:
        by_tenant.setdefault(row[2], []).append(row)
    fullest = sorted(by_tenant.values(), key=len, reverse=True)[:APP_WORKERS]
    size = len(fullest[-1]) // rounds
    return [[row for people in fullest for row in people[at * size:(at + 1) * size]] for at in range(rounds)]


def refresh(bench):
    # A last use is written once a minute: none is due in these rounds, so that both sides write the same.
    bench.stage.sql("doorward", "UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6)")
    ours, bare, signed = against_writes(bench, "refresh", "follow", "signed")
    yield compare("refresh", BARE, ours, bare, ">= 0.8")
    bench.aside(compare("refresh, of as much with a signature", f"{BARE}, signing", ours, signed, ""))


def log_out(bench):
    """The last scenario of these sessions."""
    yield compare("logout", BARE, *against_writes(bench, "logout", "once"), ">= 0.8")
