"""make bench: every scenario in turn; a table, and the same as JSON into BENCH_JSON. QUICK=1: little of everything."""
import os
import sys

import entering
import gate
import machine
import people
import plan
from figures import as_json, table
from stage import Stage, bearer_line

SCENARIOS = (gate.one_token, entering.log_in)


class Bench:
    """What all scenarios share: plan, stack, and sessions of the small installation."""

    def __init__(self):
        self.plan = plan.quick() if os.environ.get("QUICK") else plan.Plan()
        self.stage = Stage(os.environ["VAR"])
        self.asides = []
        self.stage.sql("doorward", "SET GLOBAL innodb_flush_log_at_trx_commit = 0")
        people.fill(self.stage, "doorward", self.plan.tenants, self.plan.users)
        everybody = people.some(self.plan.tenants, self.plan.users, self.plan.users)
        self.rows = self.stage.sign_in("doorward", everybody, "token", self.plan.sessions)
        self.tokens = self.stage.write("tokens", [bearer_line(row[0]) for row in self.rows])
        self.stage.sql("doorward", "SET GLOBAL innodb_flush_log_at_trx_commit = 1")

    def aside(self, scenario):
        """For the table alone."""
        self.asides.append(scenario)


def main():
    bench = Bench()
    done = []
    for scenario in SCENARIOS:
        for each in scenario(bench):
            done.append(each)
            print(f"{each.name:20} {each.ratio:.2f} of {each.yardstick} ({each.target})", flush=True)
    name, commit = machine.describe(), machine.commit()
    with open(os.environ["BENCH_JSON"], "w", encoding="utf-8") as file:
        file.write(as_json(name, commit, done))
    print(f"\n{name}; {commit}\n", *table(done), "", *table(bench.asides), sep="\n")
    sys.exit(0 if all(each.errors == 0 for each in done) else 1)


main()
