"""What becomes of measured rounds: medians, ratios, and whether a target is met."""
import dataclasses
import json
import statistics


@dataclasses.dataclass
class Round:
    """One measurement. `rate` is whatever the scenario compares: requests a second, microseconds, MiB."""
    rate: float
    p50_us: float = 0
    p99_us: float = 0
    errors: int = 0


@dataclasses.dataclass
class Scenario:
    name: str
    yardstick: str
    value: float
    yardstick_value: float
    ratio: float
    target: str
    p50_us: int
    p99_us: int
    errors: int
    rounds: int

    @property
    def met(self):
        return meets(self.ratio, self.target) and self.errors == 0

    @property
    def ratio_text(self):
        """Two digits behind the point; three where two would tell of another end."""
        short = f"{self.ratio:.2f}"
        return short if meets(float(short), self.target) == meets(self.ratio, self.target) else f"{self.ratio:.3f}"


def meets(ratio, target):
    """`target`: ">= 0.92", "<= 3", or "" (for orientation)."""
    if not target:
        return True
    sign, bound = target.split()
    return ratio >= float(bound) if sign == ">=" else ratio <= float(bound)


def missed(scenarios):
    return [each.name for each in scenarios if not each.met]


def closing(scenarios):
    """The last line for people: how many targets were met, and which were not."""
    wanted, names = [each for each in scenarios if each.target], missed(scenarios)
    return f"{len(wanted) - len(missed(wanted))} met, {len(names)} missed" + (": " + ", ".join(names) if names else "")


def median(rounds, what="rate"):
    return statistics.median(getattr(each, what) for each in rounds)


def compare(name, yardstick, rounds, yardstick_rounds, target):
    """Medians of both; every error of either counts, and fails the scenario, as does a yardstick that did nothing."""
    value, against = median(rounds), median(yardstick_rounds)
    errors = sum(each.errors for each in [*rounds, *yardstick_rounds]) + (against <= 0)
    return Scenario(name, yardstick, significant(value), significant(against), round(value / against, 3) if against else 0,
                    target, round(median(rounds, "p50_us")), round(median(rounds, "p99_us")), errors, len(rounds))


def significant(number):
    """Four digits: more would say what was not measured."""
    return float(f"{number:.4g}")


def interleaved(rounds, *measures):
    """Each measure once in a round, so that what disturbs the machine disturbs all; a list of rounds for each."""
    taken = [[] for _ in measures]
    for _ in range(rounds):
        for each, measure in zip(taken, measures):
            each.append(measure())
    return taken


def as_json(machine, commit, scenarios, quick=False):
    """`quick` stands there only where it is so: such figures say nothing of speed."""
    return json.dumps({"machine": machine, **({"quick": True} if quick else {}), "commit": commit,
                       "scenarios": [dataclasses.asdict(each) for each in scenarios]}, indent=2) + "\n"


def table(scenarios):
    """Lines for people, in Markdown."""
    rows = [("scenario", "doorward", "yardstick", "of", "ratio", "target", "p50 µs", "p99 µs", "errors", "")]
    for each in scenarios:
        rows.append((each.name, f"{each.value:g}", f"{each.yardstick_value:g}", each.yardstick, each.ratio_text,
                     each.target, str(each.p50_us or ""), str(each.p99_us or ""), str(each.errors),
                     ("met" if each.met else "NOT MET") if each.target else ""))
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


BEGIN, END = "<!-- figures: renewed by make bench DOCS=1 -->\n", "<!-- end of figures -->\n"


def put_into_page(page, lines):
    """The page with these lines in the place of its figures."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("the page has no place for figures")
    return before + BEGIN + "".join(line + "\n" for line in lines) + END + after
