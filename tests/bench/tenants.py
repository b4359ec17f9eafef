"""Many people and tenants against few: what the gate, the log-in, lists of people and questions for a name cost then."""
import json

import people
from figures import compare, interleaved
from load import rate
from processes import microseconds
from stage import bearer_line, log_in_line

PLACES = ("large", "doorward")


def measures(bench, path, lines, connections, seconds, warm=False):
    def measure(place):
        def one():
            bench.stage.connect_anew(place)
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
    yield compare("tenants_list", against, *measures(bench, "", listings(bench), plan.log_in_connections, plan.seconds), "<= 1.2")
    slugs = dict(zip(PLACES, (slug_lines(stage, size, plan.tenants) for size in (plan.large_tenants, plan.tenants))))
    yield compare("tenants_slug", against, *measures(bench, "", slugs, plan.log_in_connections, plan.seconds), "<= 1.2")


def listings(bench):
    """Of ten administrators in each place: the first page, one in the midst by its cursor, and a search that finds everybody."""
    plan, stage = bench.plan, bench.stage
    sizes = {"large": (plan.large_tenants, plan.large_users), "doorward": (plan.tenants, plan.users)}
    made = {}
    for place, size in sizes.items():
        lines, first = [], "/auth/users?limit=10"
        for token, *_ in stage.sign_in(place, people.administrators(*size, plan.tenants), "token", plan.tenants):
            status, body = stage.answer(stage.url(place, ""), bearer_line(token, first))
            if status != 200:
                raise RuntimeError(f"{place}{first} answers {status}: {body}")
            paths = (first, f"{first}&cursor={json.loads(body)['next_cursor']}", f"{first}&q=person")
            lines += [bearer_line(token, path) for path in paths]
        made[place] = stage.write(f"{place}-listings", lines)
    return made


def slug_lines(stage, tenants, count):
    """By turns names that are taken, spread over all, and free ones, which are asked for in the database each time."""
    return stage.write(f"slugs-of-{tenants}", [f":path: /auth/organizations/slug-available/{word}{number}"
                                               for number in range(0, tenants, tenants // count) for word in ("house", "free")])
