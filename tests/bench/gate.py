"""verify through nginx: against M, the worker that only asks memcached, and for orientation E, which does nothing."""
from figures import compare, interleaved
from load import rate
from stage import bearer_line


def one_token(bench):
    plan, stage = bench.plan, bench.stage
    line = bench.tokens.only(1)
    stage.expect(stage.url("doorward"), bearer_line(bench.rows[0][0]))

    def measure(place):
        return lambda: rate(stage.url(place), line, plan.connections, plan.seconds)

    ours, m, e = interleaved(plan.rounds, measure("doorward"), measure("remembering"), measure("empty"))
    yield compare("verify_jwt_one", "M", ours, m, ">= 0.92")
    bench.aside(compare("  the same, of E", "E", ours, e, ""))
    bench.aside(compare("  M, of E", "E", m, e, ""))
