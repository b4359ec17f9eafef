"""verify: against M, the worker that only asks memcached, and for orientation E, which does nothing."""
from figures import compare, interleaved, median
from load import rate

PLACES = ("doorward", "remembering", "empty")


def against(bench, rounds, seconds, lines, kind="{}", places=PLACES, warm=False):
    """Rounds of doorward, M and E (or some of them) behind web servers of one kind, with the same requests, each over
    connections of its own."""
    def measure(place):
        def one():
            bench.stage.connect_anew(kind.format(place))
            if warm and place == "doorward":
                bench.warm(place, lines)
            return rate(bench.stage.url(kind.format(place)), lines, bench.plan.connections, seconds)
        return one

    return interleaved(rounds, *map(measure, places))


def orientation(bench, what, ours, m, e):
    bench.aside(compare(f"{what}, of E", "E", ours, e, ""))
    bench.aside(compare("M, of E", "E", m, e, ""))


def one_token(bench):
    for place in PLACES:
        bench.expect(place, bench.one)
    plan = bench.plan
    ours, m, e = against(bench, plan.many_rounds, plan.short, bench.one)
    yield compare("verify_jwt_one", "M", ours, m, ">= 0.92")
    orientation(bench, "verify_jwt_one", ours, m, e)
    if bench.stage.kept():
        ours, m, closed = against(bench, plan.rounds, plan.seconds, bench.one, "{}-closed")
        if median(e) < median(closed):
            raise RuntimeError("the yardsticks keep no connections")
        bench.aside(compare("connections closed: verify_jwt_one", "M", ours, m, ""))
        orientation(bench, "connections closed: verify_jwt_one", ours, m, closed)


def many(bench, lines):
    return against(bench, bench.plan.rounds, bench.plan.rotation, lines, places=PLACES[:2], warm=True)


def many_tokens(bench):
    ours, m = many(bench, bench.tokens)
    yield compare("verify_jwt_many", f"M, {bench.tokens.count} tokens", ours, m, ">= 0.85")


def many_sessions(bench):
    bench.expect("doorward", bench.cookies)
    ours, m = many(bench, bench.cookies)
    yield compare("verify_session", f"M, {bench.cookies.count} sessions", ours, m, ">= 0.85")


def authorizer(bench):
    for place in PLACES:
        bench.expect(f"apache-{place}", bench.one)
    ours, m, e = against(bench, bench.plan.rounds, bench.plan.seconds, bench.one, "apache-{}")
    yield compare("verify_apache", "M as an authorizer", ours, m, ">= 0.92")
    orientation(bench, "verify_apache", ours, m, e)
