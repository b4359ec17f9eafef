"""Watches the process list until its standard input ends; then says as JSON what arguments and environments it saw.

A child of its own, without rests, so that a CGI program that lives for ten milliseconds is seen."""
import json
import os
import pathlib
import select
import sys


def read(pid, name):
    try:
        return pathlib.Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="replace")
    except OSError:
        return ""  # it has ended, or is not to be read by us


def main():
    seen = {"cmdline": set(), "environ": set()}
    old = set()
    first = True
    while first or not select.select([sys.stdin], [], [], 0)[0]:
        for pid in set(filter(str.isdigit, os.listdir("/proc"))) - old - {str(os.getpid())}:
            for name, found in seen.items():
                found.add(read(pid, name))
            if first:
                old.add(pid)
        if first:
            print("watching", flush=True)
        first = False
    print(json.dumps({name: sorted(found) for name, found in seen.items()}))


main()
