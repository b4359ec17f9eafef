"""How much is measured: the whole bench, and the quick one, which shows that all of it works."""
import dataclasses


@dataclasses.dataclass
class Plan:
    rounds: int = 5
    seconds: int = 5  # of a round
    rotation: int = 10  # of a round with many sessions: as long as a record is believed (memcached.trust)
    sessions: int = 10_000
    tenants: int = 10
    users: int = 1000
    large_tenants: int = 10_000
    large_users: int = 1_000_000
    starts: int = 25
    requests: int = 1_000_000  # under which memory must not grow
    connections: int = 16
    flood: int = 200


def quick():
    return Plan(rounds=2, seconds=1, rotation=1, sessions=1000, large_tenants=1000, large_users=20_000, starts=9,
                requests=20_000)
