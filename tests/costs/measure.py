"""What one request of each hot route costs: instructions, allocations and copies (callgrind), system calls (strace), and among
these what is sent to the database and to memcached. `measure.py` prints the table that is kept in expected.txt; `make costs` starts
the servers that it needs, and keeps it."""
import collections
import re
import statistics
import sys

from scenario import Scenario
from worker import STACK, Installation, Worker

COLUMNS = ("instructions", "allocations", "copies", "calls", "sql", "memcached")
# Within 5 %: what differs with the digits of a time. All else is exact.
NEARLY = COLUMNS[:3]
# As libc sees them: what operator new asks for is among the former, what the compiler copies in place is not among the latter.
ALLOCATIONS = r"(?:malloc|calloc|realloc|reallocarray|aligned_alloc|memalign|posix_memalign)"
COPIES = r"(?:__)?(?:memcpy|memmove|mempcpy)(?:_\w+)?"
# Entered once for each request; what is counted between two of them is the earlier request's.
REQUEST = "doorward::door::Conversation::converse*"
REQUEST_BYTES = r'^recvfrom\(\d+, "\\x01\\x01\\x00\\x01\\x00\\x08'
# An answer of the database that is not there yet costs a look in vain and a poll of that descriptor alone, so two calls more for
# each statement at most: how often is a matter of time.
IN_VAIN = r"^recv\w*\((\d+), .* = -1 EAGAIN "
WAITING = r"^p?poll\(\[\{fd=(\d+), events=\w+\}\], 1, "
# A packet to MySQL: three bytes of length, number 0, COM_QUERY or COM_STMT_EXECUTE.
SQL = r'^(?:sendto|write)\(\d+, "\\x..\\x..\\x..\\x00\\x(?:03|17)'
MEMCACHED_WORDS = ("get", "add ", "set ", "cas ", "incr")
MEMCACHED = r'^sendto\(\d+, "(?:%s)' % "|".join("".join(rf"\\x{ord(c):02x}" for c in word) for word in MEMCACHED_WORDS)


def of_route(asked, costs):
    """The median of each route: now and then a request does more, such as renewing what memory has forgotten."""
    if len(asked) != len(costs):
        raise RuntimeError(f"{len(asked)} requests were asked, {len(costs)} counted")
    sorted_out = collections.defaultdict(list)
    for name, cost in zip(asked, costs):
        if name:
            sorted_out[name].append(cost)
    return {name: statistics.median_low(found) for name, found in sorted_out.items()}


def run(installation, tool):
    worker = Worker(installation, tool)
    asked = Scenario(worker).run()
    worker.stop()
    return asked


def entered(dump, functions):
    """How often functions of such names were called."""
    return sum(map(int, re.findall(rf"^cfn={functions}(?:@\S+)?(?:'\d+)?\ncalls=(\d+) ", dump, re.M)))


def inside(installation):
    """Instructions, allocations and copies."""
    out = installation.path / "callgrind"
    asked = run(installation, ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", "--compress-strings=no",
                               f"--dump-before={REQUEST}"])
    # The first dump ends where the first request begins; the end of the last one is in the file without a number.
    dumps = sorted(installation.path.glob("callgrind.*"), key=lambda path: int(path.suffix[1:]))[1:] + [out]
    costs = [(int(re.search(r"^(?:summary|totals): (\d+)", text, re.M).group(1)), entered(text, ALLOCATIONS), entered(text, COPIES))
             for text in (dump.read_text() for dump in dumps)]
    return (of_route(asked, column) for column in zip(*costs))


def at_once(lines):
    """The calls of a request, as if each answer had been there when it was looked for."""
    kept, awaited = [], None
    for line in lines:
        vain, waits = re.match(IN_VAIN, line), re.match(WAITING, line)
        if vain:
            awaited = vain[1]
        elif not (waits and waits[1] == awaited):
            kept.append(line)
    return kept


def calls(installation):
    out = installation.path / "strace"
    asked = run(installation, ["strace", "-xx", "-s", "16", "-o", out])
    requests = []
    for line in out.read_text().splitlines():
        if re.match(REQUEST_BYTES, line):
            requests.append([])
        if requests and line[0].isalpha():
            requests[-1].append(line)
    requests = [at_once(lines) for lines in requests]

    def counted(pattern):
        return of_route(asked, [sum(bool(re.match(pattern, line)) for line in lines) for lines in requests])
    return counted(""), counted(SQL), counted(MEMCACHED)


def table():
    """Of each route, its figures in the order of COLUMNS."""
    # On a machine however slow no record is renewed amid the rounds: its new bytes would have to be proved again.
    installation = Installation(log__level="info", memcached__trust="60s")
    try:
        columns = [*inside(installation), *calls(installation)]
    finally:
        installation.remove()
    return {name: tuple(column[name] for column in columns) for name in columns[0]}


def written(figures):
    lines = [("route", *COLUMNS), *((name, *values) for name, values in figures.items())]
    return "".join(" ".join([f"{line[0]:16}", *(f"{value:>12}" for value in line[1:])]) + "\n" for line in lines)


def read(text):
    return {words[0]: tuple(map(int, words[1:])) for words in map(str.split, text.splitlines()[1:])}


if __name__ == "__main__":
    if not STACK:
        sys.exit("measure.py needs servers: DOORWARD_TEST_STACK names the folder of tests/support/stack.sh; `make costs` does all of it")
    sys.stdout.write(written(table()))
