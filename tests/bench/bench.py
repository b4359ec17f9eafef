"""make bench: every scenario in turn; a table, and the same as JSON into BENCH_JSON. Environment: QUICK=1, little of
everything, which the JSON says; ONLY, names of scenarios (then without JSON); WHOLE=1, tick has verify beside it for every one
of its rows; DOCS=1, the figures go into docs/performance.md and README.md too, of a whole run alone. It fails where a request
failed; where a target was missed, which a busy machine can do to any, with STRICT=1 alone."""
import contextlib
import os
import sys
import time

import entering
import flood
import gate
import machine
import people
import plan
import processes
import tenants
import tick
from briefly import in_words
from figures import as_json, closing, missed, put_into_page, table
from load import send
from stage import Stage, bearer_line, cookie_line, log_in_line

# In this order: idle workers first, what uses sessions up and what leaves a queue behind last.
SCENARIOS = {("memory_idle",): processes.idle_memory, ("verify_jwt_one",): gate.one_token,
             ("verify_jwt_many",): gate.many_tokens, ("verify_session",): gate.many_sessions,
             ("verify_apache",): gate.authorizer, ("login",): entering.log_in, ("refresh",): entering.refresh,
             ("cgi_verify",): processes.cgi, ("start",): processes.start,
             ("tenants_verify", "tenants_login", "tenants_list", "tenants_slug"): tenants.large,
             ("memory_load",): processes.memory_under_load, ("tick",): tick.during_tick, ("logout",): entering.log_out,
             ("verify_during_flood",): flood.during_flood}
PAGE, README = "docs/performance.md", "README.md"
TRUST = 10  # seconds for which a record is believed: memcached.trust


class Bench:
    """What all scenarios share: plan, stack, and the people and sessions of the small installation."""

    def __init__(self, chosen):
        self.plan = chosen
        self.stage = Stage(os.environ["VAR"])
        self.asides, self.warmed = [], {}
        people.fill(self.stage, "doorward", self.plan.tenants, self.plan.users)
        self.everybody = people.some(self.plan.tenants, self.plan.users, self.plan.users)
        with self.hasty():
            self.rows = self.stage.sign_in("doorward", self.everybody, "token", self.plan.sessions)
            cookies = self.stage.sign_in("doorward", self.everybody, "session", self.plan.sessions)
            self.one_token = self.stage.sign_in("doorward", self.everybody[:1], "token", 1)[0][0]
        self.one = self.stage.write("one", [bearer_line(self.one_token)])
        self.tokens = self.stage.write("tokens", [bearer_line(row[0]) for row in self.rows])
        self.cookies = self.stage.write("cookies", [cookie_line(row[0]) for row in cookies])
        self.log_ins = self.stage.write("log-ins", [log_in_line(*person) for person in self.everybody])

    @contextlib.contextmanager
    def hasty(self):
        """While sessions are made nobody waits for the disk."""
        self.stage.sql("", "SET GLOBAL innodb_flush_log_at_trx_commit = 0")
        yield
        self.stage.sql("", "SET GLOBAL innodb_flush_log_at_trx_commit = 1")

    def expect(self, place, lines, path="/protected", status=200):
        self.stage.expect(self.stage.url(place, path), lines.first_line(), status)

    def warm(self, place, lines):
        """Before a round with many sessions each is asked for once, so that the round begins in the midst of things; unless
        that was just now."""
        sent, url = 0, self.stage.url(place)
        while self.plan.warm and sent < lines.count and time.monotonic() - self.warmed.get((place, lines.path), 0) > TRUST / 2:
            sent += send(url, lines, self.plan.connections, self.plan.warm)[1]
        self.warmed[place, lines.path] = time.monotonic()

    def aside(self, scenario):
        """For the table alone."""
        self.asides.append(scenario)


def measure(bench, wanted):
    done = []
    for names, scenario in SCENARIOS.items():
        if not wanted & set(names):
            continue
        begun = time.monotonic()
        for each in scenario(bench):
            done.append(each)
            print(f"  {each.name:20} {each.ratio:6.2f} {each.target:8} {time.monotonic() - begun:6.1f} s", flush=True)
    return sorted(done, key=lambda each: plan.NAMES.index(each.name))


def origin(bench, commit):
    """By which command, where and of which commit the figures are."""
    how = "`make bench QUICK=1` (which shows that all works, not how quick it is)" if bench.plan.quick else "`make bench`"
    return f"{how} on {machine.describe()}; commit {commit}."


def report(bench, source, done):
    """Lines of Markdown: the machine, the figures, and what is for orientation."""
    return [source, "", *table(done),
            *(["", "Beside them:", "", *table(bench.asides)] if bench.asides else [])]


def main():
    chosen, wanted = plan.asked(os.environ)
    bench = Bench(chosen)
    commit = machine.commit()  # what is measured; a page that is renewed makes it another
    done = measure(bench, wanted)
    source = origin(bench, commit)
    lines = report(bench, source, done)
    if [each.name for each in done] == list(plan.NAMES):
        write(os.environ["BENCH_JSON"], as_json(machine.describe(), commit, done, chosen.quick))
        if os.environ.get("DOCS"):
            renew(PAGE, lines)
            renew(README, in_words(source, done))
    shown = done + bench.asides
    print("", *lines, "", closing(shown), sep="\n")
    failed = missed(shown) if os.environ.get("STRICT") else any(each.errors for each in shown)
    sys.exit(1 if failed or not shown else 0)


def renew(path, lines):
    with open(path, encoding="utf-8") as file:
        page = file.read()
    write(path, put_into_page(page, lines))


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
