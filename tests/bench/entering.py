"""Log-in against its hash alone; refresh and log-out against the bare transaction that writes the same."""
import os

from figures import Round, compare, interleaved
from load import rate
from stage import refresh_line

APP_WORKERS = 4  # run.app_workers
CONNECTIONS = 2 * APP_WORKERS


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

    ours, alone = interleaved(plan.few_rounds, lambda: rate(url, bench.log_ins, plan.log_in_connections, plan.seconds), undisturbed)
    yield compare("login", f"Argon2id alone, {slots()} at once", ours, alone, ">= 0.9")


def against_writes(bench, rows, what, how, others):
    """doorward's rounds, the bare transaction's, and those of `others`, which are such transactions too. doorward has the first
    half of these sessions, they share the other; a part of it for each round."""
    plan, stage = bench.plan, bench.stage
    half = len(rows) // 2
    lines = stage.write(what, [refresh_line(row[1]) for row in rows[:half]])
    shares = shared_out(rows[half:], plan.few_rounds * (1 + len(others)))
    rounds = iter(range(plan.few_rounds))

    def ours():
        return rate(stage.url("doorward", f"/auth/{what}"), lines.part(next(rounds), plan.few_rounds, how), CONNECTIONS, plan.seconds)

    def of_share(measure):
        return lambda: measure(bench, [(tenant, session, token) for _, token, tenant, session in shares.pop()])

    return interleaved(plan.few_rounds, ours, *map(of_share, (bare(what), *others)))


def compare_writes(bench, rows, what, how, **others):
    """The scenario; beside it how doorward stands to each of the others, and they to the bare transaction."""
    ours, alone, *rest = against_writes(bench, rows, what, how, others.values())
    for name, rounds in zip(others, rest):
        name = name.replace("_", " ")
        bench.aside(compare(f"{what}, of {name}", name, ours, rounds, ""))
        bench.aside(compare(f"{name} ({what}), of the bare transaction", BARE, rounds, alone, ""))
    return compare(what, BARE, ours, alone, ">= 0.8")


def as_input(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def bare(what):
    """The transactions as fast as so many processes make them."""
    return lambda bench, rows: Round(float(bench.stage.run("transaction", what, bench.stage.settings("doorward"), APP_WORKERS,
                                                           bench.plan.seconds, stdin=as_input(rows))))


def asked_for(what, how="again"):
    """The same by FastCGI workers that do nothing else, asked through an nginx like doorward's: the least that could be."""
    def measure(bench, rows):
        stage, plan = bench.stage, bench.plan
        socket = stage.var / "run/empty/app.sock"
        lines = stage.write("any", [refresh_line("x" * 60)] * (len(rows) - 2 * CONNECTIONS))  # some may be sent twice
        with stage.serving("transaction", what, stage.settings("doorward"), APP_WORKERS, socket, stdin=as_input(rows), socket=socket):
            return rate(stage.url("empty", "/auth/refresh"), lines.part(0, 1, how), CONNECTIONS, plan.seconds)
    return measure


BARE = f"the bare transaction, {APP_WORKERS} at once"


def shared_out(rows, shares):
    size = len(rows) // shares
    return [rows[at * size:(at + 1) * size] for at in range(shares)]


def refresh(bench):
    # A last use is written once a minute: none is due in these rounds, so that both sides write the same.
    bench.stage.sql("doorward", "UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6)")
    yield compare_writes(bench, bench.rows, "refresh", "follow", the_least_worker=asked_for("signed"),
                         a_worker_that_does_not_sign=asked_for("refresh"), signing_alone=bare("signed"))


def log_out(bench):
    with bench.hasty():
        rows = bench.stage.sign_in("doorward", bench.everybody, "token", bench.plan.log_outs)
    yield compare_writes(bench, rows, "logout", "once", the_least_worker=asked_for("logout", "once"))
