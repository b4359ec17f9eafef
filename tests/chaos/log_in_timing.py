"""Does the time of a refused log-in tell why it was refused? log_in_timing.py VAR [ROUNDS]

Each round sends one log-in of every kind in shuffled order over one connection; Mann-Whitney's U then compares each kind with
the unknown address. Two kinds are the same thing (A/A): if these differ, the machine or the method is at fault, not doorward.
"""
import http.client
import json
import math
import pathlib
import random
import secrets
import subprocess
import sys
import time
import urllib.parse

VAR = pathlib.Path(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
ALLOWANCE = 100       # lockout.after of the stack
USES = 90             # of one name as a stranger's; below the allowance
RIGHT, WRONG = "horse battery staple 4711", "horse battery staple 4712"
REFERENCE, TWIN = "unknown", "unknown again (A/A)"
DOUBT = 0.001         # a p-value below this is a difference: six comparisons, so one in 170 runs is wrong by chance


class Door:
    """One connection to the service; the time of each answer as the client sees it."""

    def __init__(self):
        origin = json.loads((VAR / "demo.json").read_text())["base_url"]
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(origin).netloc, timeout=30)

    def post(self, path, value):
        body = json.dumps(value).encode()
        begun = time.perf_counter_ns()
        self.connection.request("POST", path, body, {"Content-Type": "application/json", "X-Tenant-ID": "acme"})
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, text, time.perf_counter_ns() - begun

    def log_in(self, email, password):
        status, text, took = self.post("/auth/login", {"email": email, "password": password})
        assert (status, json.loads(text)["code"]) == (401, "INVALID_CREDENTIALS"), text
        return took, len(text)

    def account(self):
        email = address()
        status, text, _ = self.post("/auth/register", {"email": email, "password": RIGHT, "first_name": "A", "last_name": "B"})
        assert status == 201, text
        return email

    def locked(self):
        email = self.account()
        for _ in range(ALLOWANCE):
            self.log_in(email, WRONG)
        return email


def address():
    return f"{secrets.token_hex(8)}@timing.example"


def switch_off(emails):
    named = ",".join(f"'{email}'" for email in emails)
    done = subprocess.run(["mariadb", f"--defaults-file={VAR}/etc/mariadb-client.cnf", "doorward", "-e",
                           f"UPDATE users SET status = 'suspended' WHERE email IN ({named}); SELECT ROW_COUNT()", "-N"],
                          capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(emails), done.stdout


def people(door):
    """By kind: the names, of which each serves for USES rounds, and the password."""
    count = -(-ROUNDS // USES)
    off, off_too = [door.account() for _ in range(count)], [door.account() for _ in range(count)]
    switch_off(off + off_too)
    locked = door.locked()
    return {REFERENCE: ([address() for _ in range(count)], WRONG), TWIN: ([address() for _ in range(count)], WRONG),
            "wrong password": ([door.account() for _ in range(count)], WRONG), "locked": ([locked] * count, WRONG),
            "locked, right password": ([door.locked()] * count, RIGHT), "inactive": (off, WRONG),
            "inactive, right password": (off_too, RIGHT)}


def sample(door, kinds):
    times, sizes = {kind: [] for kind in kinds}, set()
    order = list(kinds)
    for turn in range(ROUNDS):
        random.shuffle(order)
        for kind in order:
            names, password = kinds[kind]
            took, size = door.log_in(names[turn // USES], password)
            times[kind].append(took)
            sizes.add(size)
    assert len(sizes) == 1, f"the answers differ in length: {sizes}"
    return times


def mann_whitney(left, right):
    """Two-sided p by the normal approximation with ties, and how often a value of `left` is above one of `right`."""
    values = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    ranks, ties, at = 0.0, 0, 0
    while at < len(values):
        end = at
        while end < len(values) and values[end][0] == values[at][0]:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(1 for _, side in values[at:end] if side == 0)
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(left), len(right)
    u, total = ranks - n * (n + 1) / 2, n + m
    spread = math.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))))
    return math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2)), u / (n * m)


def median(values):
    return sorted(values)[len(values) // 2] / 1000


def main():
    door = Door()
    kinds = people(door)
    times = sample(door, kinds)
    print(f"{ROUNDS} interleaved log-ins of each kind, against \"{REFERENCE}\" (median {median(times[REFERENCE]):.0f} us):\n")
    print(f"{'kind':26} {'median':>9} {'difference':>11} {'P(slower)':>10} {'p':>9}")
    told = []
    for kind in kinds:
        if kind == REFERENCE:
            continue
        p, slower = mann_whitney(times[kind], times[REFERENCE])
        difference = median(times[kind]) - median(times[REFERENCE])
        print(f"{kind:26} {median(times[kind]):6.0f} us {difference:+8.1f} us {slower:10.3f} {p:9.2g}"
              f"{'  told apart' if p < DOUBT else ''}")
        if p < DOUBT:
            told.append(kind)
    if TWIN in told:
        sys.exit("\nthe same thing differs from itself: nothing can be said; repeat on a quiet machine")
    sys.exit(f"\ntold apart by time: {', '.join(told)}" if told else 0)


if __name__ == "__main__":
    main()
