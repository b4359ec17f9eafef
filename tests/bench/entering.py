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
    """The first half of the sessions for doorward, the other for the bare transaction and `others`, which are such
    transactions too; a part of it for each round. A list of rounds for each."""
    plan, stage = bench.plan, bench.stage
    half = len(bench.rows) // 2
    lines = stage.write(what, [refresh_line(row[1]) for row in bench.rows[:half]])
    shares = shared_out(bench.rows[half:], plan.rounds * (1 + len(others)))
    rounds = iter(range(plan.rounds))

    def ours():
        return rate(stage.url("doorward", f"/auth/{what}"), lines.part(next(rounds), plan.rounds, how), 2 * APP_WORKERS,
                    plan.seconds)

    def of_share(measure):
        return lambda: measure(bench, "".join("\t".join((tenant, session, token)) + "\n"
                                              for _, token, tenant, session in shares.pop()))

    return interleaved(plan.rounds, ours, *map(of_share, (bare(what), *others)))


def bare(what):
    """The transactions as fast as so many processes make them."""
    return lambda bench, rows: Round(float(bench.stage.run("transaction", what, bench.stage.settings("doorward"), APP_WORKERS,
                                                           bench.plan.seconds, stdin=rows)))


def asked_for(what):
    """The same by FastCGI workers that do nothing else, asked through an nginx like doorward's: the least that could be."""
    def measure(bench, rows):
        stage, plan = bench.stage, bench.plan
        socket = stage.var / "run/empty/app.sock"
        with stage.serving("transaction", what, stage.settings("doorward"), APP_WORKERS, socket, stdin=rows, socket=socket):
            return rate(stage.url("empty", "/auth/refresh"), stage.write("any", [refresh_line("x" * 60)]), 2 * APP_WORKERS, plan.seconds)
    return measure


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
    ours, alone, signed, least = against_writes(bench, "refresh", "follow", bare("signed"), asked_for("signed"))
    yield compare("refresh", BARE, ours, alone, ">= 0.8")
    bench.aside(compare("refresh, of as much with a signature", f"{BARE}, signing", ours, signed, ""))
    bench.aside(compare("refresh, of the least worker", "the same behind nginx", ours, least, ""))
    bench.aside(compare("the least worker, of the bare transaction", BARE, least, alone, ""))


def log_out(bench):
    """The last scenario of these sessions."""
    yield compare("logout", BARE, *against_writes(bench, "logout", "once"), ">= 0.8")
