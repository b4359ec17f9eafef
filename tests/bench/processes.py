"""What a process costs: as a CGI program, in memory, and to start."""
import itertools
import os
import pathlib
import re
import sys

from figures import Round, compare, interleaved
from load import rate, send

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fastcgi_client  # noqa: E402

MIB = 6.0
GATE_WORKERS = 2  # run.gate_workers
GROWTH = 1 / 16  # MiB in a million requests that are taken for none


def microseconds(taken):
    return Round(1e6 / taken.rate, taken.p50_us, taken.p99_us, taken.errors)


def cgi(bench):
    """One request after the other: how long each takes."""
    without_memory = "/alone/auth/verify"
    for path in ("/auth/verify", without_memory):
        bench.expect("apache-doorward", bench.one, path, 204)

    def measure(path):
        return lambda: microseconds(rate(bench.stage.url("apache-doorward", path), bench.one, 1, bench.plan.seconds))

    places = ("/auth/verify", without_memory, "/yard/linked", "/yard/nothing")
    ours, alone, linked, nothing = interleaved(bench.plan.few_rounds, *map(measure, places))
    yield compare("cgi_verify", "same libraries and one connection, us", ours, linked, "<= 1.5")
    bench.aside(compare("cgi_verify without memcached", "same libraries and one connection, us", alone, linked, ""))
    bench.aside(compare("cgi_verify, of an empty C program", "us", ours, nothing, ""))


def gate_workers(stage):
    """Their process ids: the children of the master that hold the gate's socket."""
    master = (stage.var / "run" / "doorward.pid").read_text().split()[0]
    children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    sockets = re.findall(rf"(\d+) {re.escape(str(stage.var))}/run/doorward/gate\.sock",
                         pathlib.Path("/proc/net/unix").read_text(encoding="ascii"))
    wanted = {f"socket:[{inode}]" for inode in sockets}
    try:
        return [pid for pid in children
                if wanted & {os.readlink(fd) for fd in pathlib.Path(f"/proc/{pid}/fd").iterdir()}]
    except PermissionError:  # a worker shows itself to root alone; the gate's are forked first
        return children[:GATE_WORKERS]


def private_mib(pid):
    """Private_Clean and Private_Dirty; who is not root sees only RssAnon, which is more: it counts what is shared since fork."""
    try:
        pages = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        known = r"^Private_(?:Clean|Dirty):\s+(\d+)"
    except PermissionError:
        pages, known = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8"), r"^RssAnon:\s+(\d+)"
    return sum(map(int, re.findall(known, pages, re.MULTILINE))) / 1024


def idle_memory(bench):
    """Before anything was asked."""
    workers = gate_workers(bench.stage)
    yield compare("memory_idle", f"{MIB:g} MiB", [Round(private_mib(pid)) for pid in workers], [Round(MIB)], "<= 1")


def memory_under_load(bench):
    """The worst of the workers; the yardstick is 6 MiB or what it held before, whichever is less."""
    url, plan = bench.stage.url("doorward"), bench.plan
    bench.warm("doorward", bench.tokens)
    workers = gate_workers(bench.stage)
    before = [private_mib(pid) for pid in workers]
    sent = errors = 0
    for lines in itertools.cycle((bench.tokens, bench.one)):
        taken, requests = send(url, lines, plan.connections, plan.rotation)
        sent, errors = sent + requests, errors + taken.errors
        if sent >= plan.requests:
            break
    errors += gate_workers(bench.stage) != workers
    after = [Round(private_mib(pid), taken.p50_us, taken.p99_us, errors) for pid in workers]
    yield max((compare("memory_load", f"MiB: 6, or before {sent} requests", [grown], [Round(min(MIB, held + GROWTH))], "<= 1")
               for grown, held in zip(after, before)), key=lambda each: each.ratio)


def start(bench):
    """Of one worker; what is asked needs nothing but the worker, as with E."""
    stage = bench.stage
    os.environ["DOORWARD_CONFIG"] = str(stage.settings("doorward"))
    token = bench.one_token
    live = fastcgi_client.parameters()
    check = fastcgi_client.parameters("/protected", DOORWARD_DOOR="check-nginx", DOORWARD_TENANT="*", DOORWARD_URI="/protected",
                                      DOORWARD_HOST="127.0.0.1", DOORWARD_SCHEME="http", DOORWARD_METHOD="GET",
                                      HTTP_AUTHORIZATION=f"Bearer {token}")

    def measure(values, *words):
        asked = fastcgi_client.request(values)
        return lambda: Round(float(stage.run("start", stage.var / "run" / "start.sock", *words, stdin=asked)))

    doorward = stage.var / "app" / "bin" / "doorward"
    ours, empty, verify = interleaved(bench.plan.starts, measure(live, doorward),
                                      measure(live, stage.var / "yard" / "empty", "-", 1), measure(check, doorward))
    yield compare("start", "E, us", ours, empty, "<= 3")
    bench.aside(compare("start, to the first verify", "E, us", verify, empty, ""))
