"""How much is measured: the whole bench, and the quick one, which shows that all of it works. As a program: refuses, before
anything is started, what cannot be asked for."""
import dataclasses
import os
import sys


@dataclasses.dataclass
class Plan:
    quick: bool = False
    rounds: int = 5
    seconds: int = 5  # of a round
    many_rounds: int = 11  # of what chance disturbs most
    short: int = 3  # seconds of each of them
    rotation: int = 10  # of a round with many sessions: as long as a record is believed (memcached.trust)
    warm: int = 3  # at least, before such a round; 0: not at all
    sessions: int = 10_000
    log_outs: int = 50_000  # sessions; each can be ended once
    tenants: int = 10
    users: int = 1000
    large_tenants: int = 10_000
    large_users: int = 1_000_000
    starts: int = 25
    requests: int = 1_000_000  # under which memory must not grow
    connections: int = 16
    log_in_connections: int = 8
    flood: int = 200
    few_rounds: int = 5  # rounds of what takes long
    expired: int = 1_000_000  # rows that tick removes
    expired_parts: int = 12  # of them, each with a calm round before it
    expired_rounds: int = 5  # beside tick, for each part
    whole: bool = False  # all of them beside verify, instead of some of each kind


# Every scenario, in the order of the table.
NAMES = ("verify_jwt_one", "verify_jwt_many", "verify_session", "verify_apache", "verify_during_flood", "login", "refresh",
         "logout", "cgi_verify", "memory_idle", "memory_load", "start", "tenants_verify", "tenants_login", "tenants_list",
         "tenants_slug", "tick")


def quick():
    return Plan(quick=True, rounds=1, seconds=1, many_rounds=1, short=1, rotation=1, warm=0, sessions=200, log_outs=200, users=200,
                large_tenants=100, large_users=5000, starts=9, requests=10_000, few_rounds=1, expired=5000, expired_parts=1,
                expired_rounds=1)


def asked(environment):
    """The plan and the names of the scenarios that are wanted; ValueError where the words do not go together."""
    only, is_quick = environment.get("ONLY", "").split(), environment.get("QUICK")
    if unknown := sorted(set(only) - set(NAMES)):
        raise ValueError(f"there is no scenario {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if environment.get("DOCS") and (only or is_quick):
        raise ValueError("DOCS=1 takes the figures of one whole run: without ONLY and QUICK")
    return quick() if is_quick else Plan(whole=bool(environment.get("WHOLE"))), set(only or NAMES)


if __name__ == "__main__":
    try:
        asked(os.environ)
    except ValueError as refused:
        sys.exit(f"bench: {refused}")
