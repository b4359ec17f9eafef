"""Many people and tenants against few: what the gate and the log-in cost then."""
import people
from figures import compare, interleaved
from load import rate
from processes import microseconds
from stage import bearer_line, log_in_line

PLACES = ("large", "doorward")


def measures(bench, path, lines, connections, seconds, warm=False):
    def measure(place):
        def one():
            url = bench.stage.url(place, path)
            if warm:
                bench.warm(place, lines[place])
            return microseconds(rate(url, lines[place], connections, seconds))
        return one

    return interleaved(bench.plan.few_rounds, *map(measure, PLACES))


def large(bench):
    plan, stage = bench.plan, bench.stage
    people.fill(stage, "doorward_large", plan.large_tenants, plan.large_users)
    chosen = people.some(plan.large_tenants, plan.large_users, plan.sessions)
    with bench.hasty():
        rows = stage.sign_in("large", chosen, "token", plan.sessions)
    stage.settle()
    against = f"{plan.users} users in {plan.tenants} tenants, us"
    tokens = {"large": stage.write("large-tokens", [bearer_line(row[0]) for row in rows]), "doorward": bench.tokens}
    yield compare("tenants_verify", against, *measures(bench, "/protected", tokens, plan.connections, plan.rotation, warm=True),
                  "<= 1.2")
    several = people.some(plan.large_tenants, plan.large_users, plan.users)
    log_ins = {"large": stage.write("large-log-ins", [log_in_line(*person) for person in several]), "doorward": bench.log_ins}
    yield compare("tenants_login", against, *measures(bench, "/auth/login", log_ins, plan.log_in_connections, plan.seconds),
                  "<= 1.2")
