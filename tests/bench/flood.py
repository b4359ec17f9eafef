"""verify while log-in is flooded."""
import contextlib
import select
import subprocess

from figures import Round, compare, interleaved
from load import command, rate


def connections_to(port):
    """Established ones at a port of this host, from its own side."""
    with open("/proc/net/tcp", encoding="ascii") as file:
        return sum(line.split()[1].endswith(f":{int(port):04X}") and line.split()[3] == "01" for line in file)


@contextlib.contextmanager
def flood(bench, seconds):
    """Log-ins by so many connections; what is refused or late is no error here. Waits until all are there."""
    place, wanted = "doorward", bench.plan.flood
    words = command(bench.stage.url(place, "/auth/login"), bench.log_ins, wanted, seconds)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as crowd:
        try:
            while connections_to(bench.stage.ports[place]) < wanted:
                if crowd.poll() is not None:
                    raise RuntimeError("the flood ended before it was there")
                select.select([], [], [], 0.02)
            yield
            if crowd.poll() is not None:
                raise RuntimeError("the flood ended before the round")
        finally:
            crowd.kill()


def verify(bench):
    """By p99, not by rate."""
    taken = rate(bench.stage.url("doorward"), bench.one, bench.plan.connections, bench.plan.seconds)
    return Round(taken.p99_us, taken.p50_us, taken.p99_us, taken.errors)


def flooded(bench):
    with flood(bench, 10 * bench.plan.seconds + 30):
        return verify(bench)


def during_flood(bench):
    def calm():
        bench.stage.answer(bench.stage.url("doorward", "/auth/csrf"), "")  # comes when the last of the flood has been served
        return verify(bench)

    bench.expect("doorward", bench.log_ins, "/auth/login")  # of the flood's own answers nobody looks at any
    without, during = interleaved(bench.plan.few_rounds, calm, lambda: flooded(bench))
    yield compare("verify_during_flood", "p99 without the flood, us", during, without, "<= 3")
