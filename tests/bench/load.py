"""Load by wrk: one round against one address."""
import json
import os
import subprocess

from figures import Round

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "load.lua")


class Lines:
    """A file of requests (see load.lua), and which of its lines a round sends."""

    def __init__(self, path, count, first=1, how="again"):
        self.path, self.count, self.first, self.how = path, count, first, how

    @staticmethod
    def write(path, lines):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.writelines(line + "\n" for line in lines)
        return Lines(path, len(lines))

    def part(self, number, parts, how):
        """The share of one round of several; none is sent twice."""
        size = self.count // parts
        return Lines(self.path, size, self.first + number * size, how)

    def first_line(self):
        with open(self.path, encoding="ascii") as file:
            return file.readline().rstrip("\n")


def command(url, lines, connections, seconds):
    return ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", SCRIPT, url, "--",
            lines.path, str(lines.first), str(lines.count), lines.how]


def send(url, lines, connections, seconds):
    """One round. Requests a second, wrk's own percentiles (which count what a stalled answer kept from being sent), and
    as errors every answer of 400 or more and every connection that failed. Where a
    successor is missing the round fails; where each line is sent once it ends with the last."""
    done = subprocess.run(command(url, lines, connections, seconds), capture_output=True, text=True, check=False)
    try:
        said = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise RuntimeError(f"wrk {url}: {done.stdout}{done.stderr}") from None
    return Round(said["rate"], said["p50_us"], said["p99_us"], said["errors"]), said["requests"]


def rate(url, lines, connections, seconds):
    return send(url, lines, connections, seconds)[0]
